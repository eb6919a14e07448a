"""The app's side of the loopback: a command run in it for a terminal of this machine."""

from pipelines.commands.exchange import Answer, Asked, Kept
from pipelines.commands.output import writing_to
from pipelines.commands.program import run, told
from pipelines.settings import Settings, settings_are

# The commands that need the ledger. Others run where they are called; `serve` would take the app's own place.
NEED_THE_LEDGER = frozenset(
    {
        "report", "check", "can", "act", "audit", "token", "person", "pack", "evidence", "backup", "deliver", "remind",
        "setup-code", "rotate-key", "erase",
    }
)  # fmt: skip


def answer(message: bytes, own: Settings) -> bytes:
    """Runs the command that a message asks for; gives its answer. ValueError where the message is none of ours."""
    asked = Asked.model_validate_json(message)
    if not asked.words or asked.words[0] not in NEED_THE_LEDGER:
        raise ValueError(asked.words[:1])
    kept = Kept(asked.folder)
    settings = own.model_copy(update={"as_of": asked.as_of, "language": asked.language})
    with settings_are(settings), writing_to(kept):
        code = told(lambda: run(asked.words))
    return Answer(code=code, written=tuple(kept.written)).model_dump_json().encode()
