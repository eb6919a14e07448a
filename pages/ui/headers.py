"""What every answer tells the browser: load nothing from elsewhere, show the page in no frame, guess no types."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.settings import Settings

_SHELL = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Styles are written into the page by Streamlit itself. Scripts are named by their digests, and none is made from text.
_POLICY = (
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_A_YEAR = 365 * 24 * 3600


class SecurityHeaders:
    """Puts the headers of `security_headers` on every answer, and lets cookies go by HTTPS alone where the app does."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = security_headers(settings)
        self._by_https = _by_https(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and its answer back with the headers."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
                if self._by_https:
                    message["headers"] = [_secure(*header) for header in message["headers"]]
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


def security_headers(settings: Settings) -> dict[str, str]:
    """The headers by name. Browsers are held to HTTPS only where the app's own address is one of HTTPS."""
    scripts = " ".join(("script-src 'self'", *shell_scripts()))
    told = {"Content-Security-Policy": "; ".join((*_POLICY, scripts)), **ALWAYS}
    if _by_https(settings):
        told["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
    return told


def _by_https(settings: Settings) -> bool:
    return settings.address.startswith("https://")


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; of a cookie one that browsers send by HTTPS alone. Streamlit does not know that a proxy speaks it."""
    open_cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if open_cookie else value


@cache
def shell_scripts() -> tuple[str, ...]:
    """The digests of the scripts that stand in Streamlit's own page, each as the policy wants it."""
    found = _INLINE.findall(_SHELL.read_text("utf-8"))
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in found)
