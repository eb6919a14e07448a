"""Signing in at an identity provider: whom its word lets in, and every word that lets in nobody."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import SecretStr

from pages.ui import oidc
from pages.ui.identity import sign_in_of, who
from pipelines.settings import Settings, SettingsWrong, load_settings
from tests.backend import copied
from tests.oidc_provider import CLIENT, SECRET, Provider, providing, settings_for
from tests.serving import serving
from tests.terminal import run_apart
from tests.the_cast import EMAILS, NOW

EMAIL = EMAILS["manager"]
HOURS = 12


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    asked: dict[str, Any] = {"oidc_metadata": "https://login.example/openid", "oidc_client_id": CLIENT}
    return Settings(home=tmp_path, sign_in="oidc", oidc_client_secret=SecretStr(SECRET), **asked)


def cookie(settings: Settings, secret: str | None = None, **claims: Any) -> dict[str, str]:
    """The cookie that Streamlit sets for somebody whom the provider signed in."""
    key = secret or oidc.provider(settings)["auth"]["cookie_secret"]
    told = {"is_logged_in": True, "email": EMAIL, "email_verified": True} | claims
    return {oidc.COOKIE: URLSafeTimedSerializer(key, salt=oidc.COOKIE).dumps(json.dumps(told))}


def test_whom_the_provider_vouches_for_is_signed_in(settings: Settings) -> None:
    assert who({}, cookie(settings), settings) == EMAIL
    assert who({}, cookie(settings, email="Manager@Contoso.example"), settings) == EMAIL


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email": ""}, {"is_logged_in": False}, {"email": "  "}], ids=str
)
def test_an_address_that_nobody_vouches_for_is_nobody(settings: Settings, claims: dict[str, Any]) -> None:
    assert who({}, cookie(settings, **claims), settings) is None


def test_a_forged_cookie_is_nobody(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"home": tmp_path / "elsewhere"})
    assert who({}, cookie(elsewhere), settings) is None
    assert who({}, cookie(settings, secret="guessed"), settings) is None
    assert who({}, {oidc.COOKIE: json.dumps({"is_logged_in": True, "email": EMAIL})}, settings) is None
    assert who({}, {}, settings) is None


@pytest.mark.parametrize(("hours", "expected"), [(HOURS - 1, EMAIL), (HOURS + 1, None)])
def test_a_session_ends_after_the_hours_that_are_set(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, hours: int, expected: str | None
) -> None:
    held = cookie(settings)
    now = TimestampSigner("any").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: now + hours * 3600)
    assert who({}, held, settings) == expected


def signer_at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Cookies are signed at this moment from now on."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: int(moment.timestamp()))


def test_a_cookie_tells_when_it_was_made(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    signer_at(monkeypatch, NOW)
    found = sign_in_of(cookie(settings), settings)
    assert found is not None
    assert found.at == NOW
    assert sign_in_of(cookie(settings, secret="guessed"), settings) is None
    assert sign_in_of({}, settings) is None


def test_a_cookie_in_parts_is_as_old_as_its_oldest_part(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    signer_at(monkeypatch, NOW)
    held = in_parts(settings)
    assert who({}, held, settings) == EMAIL
    signer_at(monkeypatch, NOW + timedelta(minutes=1))
    mixed = held | {oidc.COOKIE: in_parts(settings)[oidc.COOKIE]}
    assert who({}, mixed, settings) == EMAIL
    found = sign_in_of(mixed, settings)
    assert found is not None
    assert found.at == NOW


def in_parts(settings: Settings) -> dict[str, str]:
    """The cookie of somebody about whom the provider tells more than one cookie holds."""
    told = json.dumps({"is_logged_in": True, "email": EMAIL})
    parts = {oidc.COOKIE: "chunks-2", f"{oidc.COOKIE}_1": told[:20], f"{oidc.COOKIE}_2": told[20:]}
    key = oidc.provider(settings)["auth"]["cookie_secret"]
    return {name: URLSafeTimedSerializer(key, salt=name).dumps(part) for name, part in parts.items()}


def test_the_providers_cookie_is_nobody_where_another_way_is_set(settings: Settings) -> None:
    assert who({}, cookie(settings), settings.model_copy(update={"sign_in": "demo"})) is None
    assert oidc.provider(settings.model_copy(update={"sign_in": "demo"})) == {}


def test_what_the_provider_needs_and_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_SIGN_IN", "oidc")
    monkeypatch.setenv("BENEFITS_OIDC_CLIENT_ID", CLIENT)
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    assert "BENEFITS_OIDC_METADATA" in str(wrong.value)
    assert "BENEFITS_OIDC_CLIENT_SECRET" in str(wrong.value)
    assert "BENEFITS_OIDC_CLIENT_ID" not in str(wrong.value)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(EMAIL) as found:
        yield found


@pytest.fixture(scope="module")
def server(
    cast_files: Path, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The app's address, which asks the provider, and its log."""
    folder = tmp_path_factory.mktemp("oidc")
    home = copied(cast_files, folder / "home")
    with serving(home, folder / "server.log", **settings_for(provider)) as address:
        yield address, folder / "server.log"


@pytest.fixture
def browser(server: tuple[str, Path], provider: Provider) -> Iterator[httpx2.Client]:
    """One that follows where it is led and keeps its cookies."""
    provider.claims.clear()
    with httpx2.Client(base_url=server[0], follow_redirects=True, timeout=30) as client:
        yield client


def login(server: tuple[str, Path], provider: Provider) -> str:
    """The address to which the button of the sign-in page leads."""
    told: dict[str, Any] = {"oidc_metadata": provider.metadata, "oidc_client_id": CLIENT, "address": server[0]}
    home = server[1].parent / "home"
    asked = Settings(home=home, sign_in="oidc", oidc_client_secret=SecretStr(SECRET), **told)
    key = OctKey.import_key(oidc.provider(asked)["auth"]["cookie_secret"])
    return "/auth/login?provider=" + jwt.encode({"alg": "HS256"}, {"provider": "default", "exp": time.time() + 60}, key)


def signed_in(browser: httpx2.Client) -> bool:
    """Downloads are for those who are signed in; one that is not there is told to them alone."""
    return browser.get("/media/none.csv").status_code != 401


def test_the_whole_way_in_and_out(browser: httpx2.Client, server: tuple[str, Path], provider: Provider) -> None:
    assert not signed_in(browser)
    assert browser.get(login(server, provider)).status_code == 200
    assert signed_in(browser)
    assert browser.get("/sign-out").text == "<h1>Goodbye</h1>"
    assert not signed_in(browser)


WRONG = {
    "another audience": {"aud": "another-app"},
    "another issuer": {"iss": "https://login.example"},
    "an expired token": {"iat": 1_700_000_000, "exp": 1_700_003_600},
    "another nonce": {"nonce": "guessed"},
    "an unverified address": {"email_verified": False},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_for_this_app_now_lets_in_nobody(
    browser: httpx2.Client, server: tuple[str, Path], provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims |= claims
    browser.get(login(server, provider))
    assert not signed_in(browser)


def test_a_token_of_another_key_lets_in_nobody(
    browser: httpx2.Client, server: tuple[str, Path], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "signs_with", Provider("", "").key)
    browser.get(login(server, provider))
    assert not signed_in(browser)


def test_a_state_serves_once(browser: httpx2.Client, server: tuple[str, Path], provider: Provider) -> None:
    browser.get(login(server, provider))
    [back] = [str(one.url) for one in browser.get(login(server, provider)).history if oidc.CALLBACK in str(one.url)]
    browser.get("/sign-out")
    browser.get(back)
    assert not signed_in(browser)


def test_a_state_of_another_browser_lets_in_nobody(
    browser: httpx2.Client, server: tuple[str, Path], provider: Provider
) -> None:
    with httpx2.Client(base_url=server[0], follow_redirects=True, timeout=30) as other:
        [back] = [str(one.url) for one in other.get(login(server, provider)).history if oidc.CALLBACK in str(one.url)]
    browser.get(back)
    assert not signed_in(browser)


def test_a_copied_cookie_is_nobodys_once_the_sessions_ended_and_a_new_sign_in_counts(
    browser: httpx2.Client, server: tuple[str, Path], provider: Provider
) -> None:
    browser.get(login(server, provider))
    with httpx2.Client(base_url=server[0], cookies=dict(browser.cookies), timeout=30) as thief:
        assert signed_in(browser)
        assert signed_in(thief)
        assert person(server, "end-sessions", EMAIL) == 0
        assert not signed_in(browser)
        assert not signed_in(thief)
        time.sleep(1)  # cookies tell no fraction of the second in which the sessions ended
        browser.get(login(server, provider))
        assert signed_in(browser)
        assert not signed_in(thief)


def test_a_disabled_person_is_nobody_with_an_old_cookie_and_with_a_new_one(
    browser: httpx2.Client, server: tuple[str, Path], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "email", EMAILS["employee"])
    browser.get(login(server, provider))
    assert signed_in(browser)
    assert person(server, "disable", EMAILS["employee"]) == 0
    assert not signed_in(browser)
    browser.get(login(server, provider))
    assert not signed_in(browser)
    assert person(server, "enable", EMAILS["employee"]) == 0


def person(server: tuple[str, Path], *words: str) -> int:
    """The exit code of what the operator does with a person at the terminal, while the app runs."""
    return run_apart(server[1].parent / "home", "person", *words).code


def test_no_secret_is_in_the_log(browser: httpx2.Client, server: tuple[str, Path], provider: Provider) -> None:
    provider.claims |= WRONG["another audience"]
    browser.get(login(server, provider))
    log = server[1].read_text("utf-8")
    assert SECRET not in log
    assert "eyJ" not in log
