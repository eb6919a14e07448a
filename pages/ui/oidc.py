"""Signing in by the company's own identity provider (OpenID Connect), through Streamlit's `st.login`.

The provider says who somebody is; what they may do is looked up here, on every run and for every deed.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pipelines.settings import Settings

COOKIE = USER_COOKIE_NAME
CALLBACK = "/oauth2callback"
LOGOUT = "/auth/logout"
_HOURS_A_DAY = 24


def provider(settings: Settings) -> dict[str, Any]:
    """The secrets that `st.login` wants; nothing where another way of signing in is set."""
    if settings.sign_in != "oidc" or settings.oidc_client_secret is None:
        return {}
    told = {
        "redirect_uri": settings.address.rstrip("/") + CALLBACK,
        "cookie_secret": _cookie_secret(settings),
        "client_id": settings.oidc_client_id,
        "client_secret": settings.oidc_client_secret.get_secret_value(),
        "server_metadata_url": settings.oidc_metadata,
    }
    return {"auth": told}


def email_of(cookies: Mapping[str, str], settings: Settings) -> str | None:
    """The address that the provider vouches for, in lower case; None where the cookie is not ours, is older than a
    session lasts, or holds an address that the provider has not verified."""
    read = partial(_signed, cookies, settings)
    told = get_cookie_with_chunks(read, COOKIE)
    claims = json.loads(told) if told else {}
    if not claims.get("is_logged_in") or claims.get("email_verified") is False:
        return None
    return str(claims.get("email", "")).strip().lower() or None


def made_at(cookies: Mapping[str, str], settings: Settings) -> datetime | None:
    """When the cookie was made, and of one in several parts the oldest of them, so that no new part carries an old one;
    None where it is not ours."""
    times: list[datetime] = []
    get_cookie_with_chunks(partial(_timed, cookies, settings, times), COOKIE)
    return min(times, default=None)


def _timed(cookies: Mapping[str, str], settings: Settings, times: list[datetime], name: str) -> bytes | None:
    try:
        told, at = URLSafeTimedSerializer(_cookie_secret(settings), salt=name).loads(
            cookies.get(name, ""), return_timestamp=True
        )
    except BadData:
        return None
    times.append(at)
    return str(told).encode()


def _signed(cookies: Mapping[str, str], settings: Settings, name: str) -> bytes | None:
    days = settings.session_hours / _HOURS_A_DAY
    return decode_signed_value(_cookie_secret(settings), name, cookies.get(name, ""), max_age_days=days)


def _cookie_secret(settings: Settings) -> str:
    """A key of its own for these cookies, from the installation's signing key."""
    return hmac.new(settings.signing_key(), b"oidc-cookie", hashlib.sha256).hexdigest()
