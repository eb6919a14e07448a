"""`benefits rotate-key`: a new key for the product keys."""

from datetime import UTC, datetime

from pipelines.actions.rotation import rotate_key as rotate
from pipelines.commands.shared import opened
from pipelines.commands.terminal import say
from pipelines.settings import load_settings
from pipelines.text import text


def rotate_key() -> None:
    """Seals all product keys under a new key. Ends rollback: older snapshots, sealed under the old key, go."""
    settings, now = load_settings(), datetime.now(UTC)
    with opened(settings) as store:
        made = rotate(store, now, settings.as_of or now.date())
        file = store.home.key_file
    told = {"key_id": made.key_id, "product_keys": made.product_keys, "before": made.before, "path": file}
    say(text("rotate_key.done", settings.language, **told))
    if made.snapshot:
        say(text("snapshot.only_one", settings.language, snapshot=made.snapshot))
