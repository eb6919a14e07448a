"""What is answered when an address fails: before the answer has begun a sentence, afterwards nothing more."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.ui.fault_answers import FaultAnswers
from pipelines.faults import LOG
from pipelines.settings import Settings
from pipelines.store.errors import NothingToRollBack

SECRET = "SELECT canary FROM ledger"


def failing(fault: Exception, *, begun: bool = False) -> ASGIApp:
    """An address that fails, before its answer or in the middle of it."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise fault

    return app


def answered(app: ASGIApp, home: Path, path: str, told: list[dict[str, Any]]) -> None:
    """Asks for a path; `told` is what is sent back."""

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", b"localhost")], "query_string": b""}
    asyncio.run(FaultAnswers(app, Settings(home=home))({**scope, "server": ("localhost", 1)}, receive, send))


def numbers(home: Path) -> list[str]:
    return [json.loads(line)["reference"] for line in (home / LOG).read_text("utf-8").splitlines()]


def test_a_fault_is_a_sentence_with_the_number_of_the_log(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    answered(failing(ZeroDivisionError(SECRET)), tmp_path, "/readyz", told)
    [number] = numbers(tmp_path)
    assert told[0]["status"] == 500
    assert told[1]["body"].decode().endswith(f"quote the number {number}.")


def test_the_api_tells_it_as_the_api_does(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    answered(failing(ZeroDivisionError(SECRET)), tmp_path, "/api/reports/expiry.csv", told)
    body = json.loads(told[1]["body"])
    assert body["error"] == "fault"
    assert numbers(tmp_path)[0] in body["sentence"]
    assert SECRET not in str(told)


def test_what_our_side_cannot_do_now_is_told_in_its_own_words_and_is_no_fault(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    refusal = NothingToRollBack(live=1)
    answered(failing(refusal), tmp_path, "/media/x.csv", told)
    assert (told[0]["status"], told[1]["body"].decode()) == (503, refusal.sentence())
    assert not (tmp_path / LOG).exists()


def test_an_answer_that_has_begun_is_cut_off_and_its_fault_is_in_the_log(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    with pytest.raises(ZeroDivisionError):
        answered(failing(ZeroDivisionError(SECRET), begun=True), tmp_path, "/api/reports/expiry.csv", told)
    assert [one["type"] for one in told] == ["http.response.start"]
    assert len(numbers(tmp_path)) == 1


def test_what_answers_is_left_alone(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    answered(PlainTextResponse("fine"), tmp_path, "/readyz", told)
    assert (told[0]["status"], told[1]["body"]) == (200, b"fine")
