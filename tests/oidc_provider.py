"""An identity provider of the tests' own: OpenID Connect with codes and signed tokens, on this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.serving import WAIT_SECONDS, free_port

CLIENT, SECRET = "benefits", "a-secret-of-the-client"


@dataclass
class Provider:
    """Signs in whoever `email` is.

    A token can be made wrong: `claims` are put over its own, and `signs_with` is another key than the published one.
    """

    issuer: str
    email: str
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def metadata(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.configuration),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
            Route("/goodbye", self.goodbye),
        ]

    def configuration(self, request: Request) -> Response:
        places = {"authorization": "authorize", "token": "token", "end_session": "goodbye"}
        told: dict[str, Any] = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in places.items()}
        told |= {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
        told |= {"id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"]}
        return JSONResponse(told)

    def authorize(self, request: Request) -> Response:
        code = f"code-{len(self.asked)}"
        self.asked[code] = dict(request.query_params)
        back = {"code": code, "state": request.query_params["state"]}
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{urlencode(back)}", 303)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        asked = self.asked.pop(str(form["code"]), None)
        if asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "access", "token_type": "Bearer", "id_token": self._id_token(asked)})

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.email, "iat": now, "exp": now + 3600}
        claims |= {"email": self.email, "email_verified": True, "nonce": asked["nonce"]}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims | self.claims, self.signs_with or self.key)

    def keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def goodbye(self, request: Request) -> Response:
        return HTMLResponse("<h1>Goodbye</h1>")


@contextmanager
def providing(email: str) -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    port = free_port()
    provider = Provider(f"http://127.0.0.1:{port}", email)
    config = uvicorn.Config(Starlette(routes=provider.routes()), port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.02)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(WAIT_SECONDS)


def settings_for(provider: Provider) -> dict[str, str]:
    """The settings with which the app asks this provider."""
    return {
        "BENEFITS_SIGN_IN": "oidc",
        "BENEFITS_OIDC_METADATA": provider.metadata,
        "BENEFITS_OIDC_CLIENT_ID": CLIENT,
        "BENEFITS_OIDC_CLIENT_SECRET": SECRET,
    }
