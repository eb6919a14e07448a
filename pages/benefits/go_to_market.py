"""Go-to-market: the marketing contact first, then activation (source rows 74-82)."""

from pages.ui import family, marketing

family.show(
    "go_to_market",
    forms=[marketing.activation],
    above=marketing.contacts,
    report="marketing",
    seen=marketing.GROUPED,
)
