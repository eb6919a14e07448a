"""The form of a text that must not be told."""

import re

_LONGEST = 40
_PRODUCT_KEY = re.compile(r"(?<!\w)\w{5}(-\w{5}){4}(?!\w)")


def form_of(secret: str) -> str:
    """Letters and digits as x, so that groups and their lengths can be seen: xxxxx-xxxx-xxxxx."""
    form = re.sub(r"\w", "x", secret)
    return form if len(form) <= _LONGEST else f"{form[:_LONGEST]}…"


def without_keys(words: str) -> str:
    """The words with each product key of the usual form masked: a file of keys may lack its header."""
    return _PRODUCT_KEY.sub(lambda found: form_of(found[0]), words)
