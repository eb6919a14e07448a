"""Visual Studio subscriptions: assign, remove, reassign, the bulk-add file (source rows 53-57)."""

from typing import Any

from pages.ui import family, seat_forms, seats, several
from pages.ui.deeds import What


def several_people(row: dict[str, Any]) -> None:
    """The form that assigns seats to several people."""
    several.form(What("assign_seat", row["partner_id"], row["entitlement_id"]))


# Forms that open with the first seat stand below the one that gives it: nothing moves under the second half of a
# double click.
family.show(
    "visual_studio",
    forms=["assign_seat", several_people, seat_forms.reassign, seat_forms.remove, seat_forms.export],
    detail=seats.show,
)
