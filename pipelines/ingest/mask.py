"""The form of a text that must not be told, or not in full."""

import re

_LONGEST = 40
# Of a cell so much is told, and of a column's name.
_TOLD = 200
_PRODUCT_KEY = re.compile(r"(?<!\w)\w{5}(-\w{5}){4}(?!\w)")


def form_of(secret: str) -> str:
    """Letters and digits as x, so that groups and their lengths can be seen: xxxxx-xxxx-xxxxx."""
    form = re.sub(r"\w", "x", secret)
    return form if len(form) <= _LONGEST else f"{form[:_LONGEST]}…"


def without_keys(words: str) -> str:
    """The words with each product key of the usual form masked: a file of keys may lack its header."""
    return _PRODUCT_KEY.sub(lambda found: form_of(found[0]), words)


def shortened(words: str, longest: int = _TOLD) -> str:
    """The beginning of words that are too long to be told, and without halves of characters, which nothing shows."""
    told = words if len(words) <= longest else f"{words[:longest]}…"
    return told.encode("utf-8", "replace").decode()
