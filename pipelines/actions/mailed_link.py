"""Links that are mailed: the ledger keeps what a link is made of, and the home's own secret makes it.

So neither the ledger nor a backup of it lets anybody open the link; only the letter does.
"""

import hashlib
import hmac
import json
import re
import secrets
from urllib.parse import urlencode

from pipelines.settings import load_settings, signing_key
from pipelines.store.home import Home

# The app's address for a mailed link.
VERIFY = "/verify"
_MADE_OF = re.compile(r"[0-9a-f]{32}")


def new_link() -> str:
    """What a link that nobody has yet is made of."""
    return secrets.token_hex(16)


def token_of(link: str, home: Home) -> str:
    """The token of the link: 64 hexadecimal digits."""
    return hmac.new(signing_key(home.path), f"mailed link {link}".encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """The name by which the ledger knows the token of a mailed link: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def with_link(facts: str, home: Home) -> str:
    """The facts of a letter, as JSON, with the address that its link leads to in the place of what it is made of."""
    told = json.loads(facts)
    link = told.get("link", "")
    if not _MADE_OF.fullmatch(link):
        return facts
    address = load_settings().address.rstrip("/")
    return json.dumps(told | {"link": f"{address}{VERIFY}?{urlencode({'token': token_of(link, home)})}"})
