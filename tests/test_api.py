"""Reports by address: the same rows as on the page, for the token's owner as he stands now, and for nobody else."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import BinaryIO

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.ui import api_answer, session
from pages.ui.people import find_person
from pages.ui.routes import middleware, routes
from pipelines.actions import Done, Token, new_token
from pipelines.reports import REPORTS, Request, run
from pipelines.reports.export import WRITERS, file_name
from pipelines.reports.manifest import Written
from pipelines.reports.write import write_report
from pipelines.rules.access import rights_of
from pipelines.rules.reading import PAGE_OF, page_right, readable
from pipelines.settings import Settings
from pipelines.store import Scope, Snapshot
from tests.backend import copied
from tests.done import Deeds
from tests.serving import serving
from tests.the_cast import EMAILS, TODAY
from tests.tokens import made, revoked, with_bearer

EVERY_REPORT = [(report, by) for report in PAGE_OF for by in REPORTS[report].by]
# What is the same for every partner.
OF_THE_PROGRAMME = {("support", "type")}
USAGE = "/api/reports/credit-usage.csv"


class Desk:
    """A home with the server before it, and tokens of the cast."""

    def __init__(self, home: Path, as_of: date | None = TODAY) -> None:
        self.deeds = Deeds(home)
        self.settings = Settings(home=home, as_of=as_of)
        app = Starlette(routes=routes(self.settings), middleware=middleware(self.settings))
        self.client = TestClient(app, base_url="http://localhost:8501", raise_server_exceptions=False)
        self.tokens: dict[str, Token] = {}

    def token(self, cast: str) -> Token:
        """A token that reads all that one of the cast may."""
        if cast not in self.tokens:
            self.tokens[cast] = made(self.deeds.store, cast)
        return self.tokens[cast]

    def ask(self, address: str, who: str | Token | None = "finance", **headers: str) -> httpx.Response:
        """The answer to one of the cast, to the bearer of a token, or to nobody."""
        token = self.token(who) if isinstance(who, str) else who
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(address, headers={**told, **(with_bearer(token) if token else {})})


@pytest.fixture(scope="module")
def kept(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk for tests that change nothing."""
    home = copied(cast_files, tmp_path_factory.mktemp("api") / "home")
    made = Desk(home)
    with closing(made.deeds), made.client:
        yield made


@pytest.fixture
def desk(cast_home: Path) -> Iterator[Desk]:
    """A desk of its own."""
    made = Desk(cast_home)
    with closing(made.deeds), made.client:
        yield made
    session._store_at.cache_clear()


def expected(desk: Desk, cast: str, report: str, by: str, suffix: str) -> bytes:
    """The file that the report's page would offer this person."""
    with desk.deeds.store.snapshot() as snapshot:
        person = find_person(snapshot, EMAILS[cast], "en")
        assert person is not None
        return WRITERS[suffix](run(snapshot, Request(report, TODAY, by), person.scope))


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_every_report_is_the_file_of_its_page_in_every_format(kept: Desk, report: str, by: str) -> None:
    for cast in ("global_admin", "finance"):
        for suffix, kind in api_answer.FORMATS.items():
            token = kept.token(cast)
            on_the_page = expected(kept, cast, report, by, suffix)
            answer = kept.ask(f"/api/reports/{report}.{suffix}?by={by}", token)
            assert (answer.status_code, answer.headers["content-type"]) == (200, kind), answer.text
            assert answer.content == on_the_page
            name = file_name(report, TODAY, on_the_page, suffix)
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
            assert answer.headers["content-length"] == str(len(on_the_page))


@pytest.mark.parametrize("report", [name for name in PAGE_OF if "partner" in REPORTS[name].filters])
def test_another_partners_id_gives_nothing(kept: Desk, report: str) -> None:
    for by in REPORTS[report].by:
        if (report, by) in OF_THE_PROGRAMME:
            continue
        address = f"/api/reports/{report}.json?by={by}"
        assert kept.ask(f"{address}&partner=P-2&partner=P-3", "global_admin").json() == []
        assert "Fabrikam" not in kept.ask(address, "global_admin").text
        assert kept.ask(f"{address}&partner=P-1", "other_admin").json() == []


def test_every_report_has_the_page_by_which_it_is_read_but_those_that_no_address_tells() -> None:
    assert set(REPORTS) - set(PAGE_OF) == {"messages", "reminders", "tokens"}
    assert all(right in rights_of(["auditor"]) for right in map(page_right, PAGE_OF))
    assert page_right("tokens") is None


def test_a_member_could_read_the_reports_of_his_pages_only() -> None:
    assert "credit-usage" not in readable([])
    assert "people" not in readable([])
    assert "utilization" in readable([])
    assert set(readable(["finance"])) == set(PAGE_OF)


def test_a_token_reads_only_what_it_is_limited_to(desk: Desk) -> None:
    token = made(desk.deeds.store, "manager", partners="P-2", reports="utilization")
    rows = desk.ask("/api/reports/utilization.json?by=partner", token).json()
    assert {row["partner_id"] for row in rows} == {"P-2"}
    assert desk.ask("/api/reports/utilization.json?by=partner&partner=P-1", token).json() == []
    refused = desk.ask("/api/reports/expiry.json", token)
    assert (refused.status_code, refused.json()["error"]) == (403, "not_readable")


def test_no_token_reads_the_list_of_tokens(kept: Desk) -> None:
    assert kept.ask("/api/reports/tokens.json").status_code == 403


def test_a_token_that_has_lost_all_its_partners_is_told_so_and_not_given_an_empty_file(desk: Desk) -> None:
    token = made(desk.deeds.store, "manager", partners="P-2")
    people = "partner_id,email,name,member_type,in_directory,roles\n"
    desk.deeds.load(f"{people}P-2,{EMAILS['manager']},Mona Manager,member,yes,\n")
    assert desk.ask(USAGE, token).status_code == 403


def test_a_spreadsheet_sends_the_token_as_a_password(kept: Desk) -> None:
    for user in ("", "anybody", "a@b.example"):
        told = base64.b64encode(f"{user}:{kept.token('finance').text}".encode()).decode()
        assert kept.ask(USAGE, None, authorization=f"Basic {told}").status_code == 200


@pytest.mark.parametrize("told", ["", "Bearer", "Bearer x", "Basic", "Basic !", "Basic eDp5", "Basic /w==", "Digest x"])
def test_nobody_is_asked_for_a_token_and_not_told_what_there_is(kept: Desk, told: str) -> None:
    there, not_there, wrong = (
        kept.ask(address, None, authorization=told)
        for address in (USAGE, "/api/reports/no-such-report.csv", "/api/reports/credit-usage.csv?no-filter=1")
    )
    assert there.status_code == not_there.status_code == wrong.status_code == 401
    assert there.content == not_there.content == wrong.content
    assert there.headers.get_list("www-authenticate") == not_there.headers.get_list("www-authenticate")
    assert [one.split()[0] for one in there.headers.get_list("www-authenticate")] == ["Bearer", "Basic"]


def test_a_revoked_an_expired_and_a_made_up_token_are_refused_alike(desk: Desk) -> None:
    token, ended = made(desk.deeds.store), made(desk.deeds.store, expires_on="2026-06-15")
    revoked(desk.deeds.store, token)
    assert desk.ask(USAGE, ended).status_code == 200
    later = Desk(desk.settings.home, date(2026, 6, 16))
    with closing(later.deeds):
        answers = [desk.ask(USAGE, token), desk.ask(USAGE, new_token()), later.ask(USAGE, ended)]
    assert [one.status_code for one in answers] == [401] * 3
    assert len({one.content for one in answers}) == 1


def test_an_owner_who_is_removed_or_has_no_role_any_more_reads_nothing(desk: Desk) -> None:
    removed, demoted = desk.token("admin_agent"), desk.token("mpn_admin")
    assert isinstance(desk.deeds("change_roles", None, person=EMAILS["admin_agent"], roles=""), Done)
    assert isinstance(desk.deeds("remove_person", None, person=EMAILS["admin_agent"]), Done)
    assert isinstance(desk.deeds("change_roles", None, person=EMAILS["mpn_admin"], roles=""), Done)
    assert [desk.ask(USAGE, one).status_code for one in (removed, demoted)] == [401, 401]


def test_the_owners_partners_are_those_of_the_moment(desk: Desk) -> None:
    token = desk.token("manager")
    address = "/api/reports/utilization.json?by=partner"
    assert {row["partner_id"] for row in desk.ask(address, token).json()} == {"P-1", "P-2"}
    people = "partner_id,email,name,member_type,in_directory,roles\n"
    desk.deeds.load(f"{people}P-2,{EMAILS['manager']},Mona Manager,member,yes,\n")
    assert {row["partner_id"] for row in desk.ask(address, token).json()} == {"P-1"}


WRONG = [
    ("/api/reports/nothing.csv", 404, 'There is no report "nothing"'),
    ("/api/reports/credit-usage.xml", 404, "csv, json, parquet"),
    ("/api/reports/credit-usage", 404, "csv, json, parquet"),
    ("/api/reports/", 404, "csv, json, parquet"),
    ("/api", 404, "csv, json, parquet"),
    ("/api/elsewhere.csv", 404, "csv, json, parquet"),
    ("/api/reports/../reports/credit-usage.xml", 404, "csv, json, parquet"),
    ("/api/reports/credit-usage.csv?by=weekday", 400, "weekday"),
    ("/api/reports/credit-usage.csv?familly=cloud", 400, 'no filter "familly"'),
    ("/api/reports/utilization.csv?family=clouds", 400, "clouds"),
    ("/api/reports/utilization.csv?family=cloud&family=clouds", 400, "clouds"),
]


@pytest.mark.parametrize(("address", "status", "said"), WRONG)
def test_a_wrong_address_is_answered_with_a_sentence(kept: Desk, address: str, status: int, said: str) -> None:
    answer = kept.ask(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert said in answer.json()["sentence"]


def test_a_sentence_is_in_the_askers_language(kept: Desk) -> None:
    assert "存取權杖" in kept.ask(USAGE, None, accept_language="zh-TW").json()["sentence"]


def test_a_day_is_told_in_the_address_and_a_wrong_one_refused(cast_home: Path) -> None:
    desk = Desk(cast_home, None)
    with closing(desk.deeds), desk.client:
        token = made(desk.deeds.store, expires_on="2099-06-15", day=date(2099, 6, 15))
        rows = desk.ask("/api/reports/expiry.json?by=date&as_of=2026-06-15", token).json()
        later = desk.ask("/api/reports/expiry.json?by=date&as_of=2026-06-16", token).json()
        assert [row["days_left"] - 1 for row in rows[:3]] == [row["days_left"] for row in later[:3]]
        for told in ("June", "0001-01-01", "9999-12-31"):
            wrong = desk.ask(f"/api/reports/overview.json?by=month&as_of={told}", token)
            assert (wrong.status_code, wrong.json()["error"]) == (400, "day_unreadable")
    session._store_at.cache_clear()


def test_several_values_of_a_filter_are_all_allowed(kept: Desk) -> None:
    address = "/api/reports/utilization.json?by=family"
    both = kept.ask(f"{address}&family=cloud&family=visual_studio").json()
    assert {row["family"] for row in both} == {"cloud", "visual_studio"}


@pytest.mark.parametrize("name", ["token", "Token", "access_token", "api_key"])
def test_a_token_in_the_address_is_refused_by_its_name(kept: Desk, name: str) -> None:
    answer = kept.ask(f"{USAGE}?{name}=whatever")
    assert (answer.status_code, answer.json()["error"]) == (400, "token_in_address")


def test_a_token_anywhere_in_the_address_is_refused_and_not_repeated(kept: Desk) -> None:
    token = kept.token("finance").text
    for address in (f"{USAGE}?by={token}", f"{USAGE}?partner=x{token}x", f"/api/reports/{token}.csv", f"/api/{token}"):
        for answer in (kept.ask(address, None), kept.ask(address)):
            assert (answer.status_code, answer.json()["error"]) == (400, "token_in_address")
            assert token not in answer.text + str(answer.headers)


def taken(desk: Desk) -> list[dict[str, str]]:
    """What the ledger says of files that were taken."""
    with desk.deeds.store.snapshot() as snapshot:
        rows = snapshot.ledger.query("SELECT details FROM deed WHERE action = 'export' ORDER BY version")
    return [json.loads(told) for told in rows["details"]]


def test_the_ledger_has_a_row_for_each_file_that_is_taken_once_a_day(desk: Desk) -> None:
    answers = [desk.ask(USAGE) for _ in range(3)]
    desk.ask(USAGE, if_none_match=answers[0].headers["etag"])
    desk.client.head(USAGE, headers=with_bearer(desk.token("finance")))
    desk.ask("/api/reports/nothing.csv")
    [row] = taken(desk)
    assert (row["report"], row["format"], row["token"]) == ("credit-usage", "csv", desk.token("finance").token_id)
    assert answers[0].headers["etag"] == answers[2].headers["etag"]
    desk.ask(USAGE, "manager")
    assert len(taken(desk)) == 2
    seen = desk.deeds.report("tokens", "token")
    assert seen["last_used_on"].to_list() == [TODAY, TODAY]


def test_what_has_not_changed_is_not_sent_again(kept: Desk) -> None:
    first = kept.ask(USAGE)
    again = kept.ask(USAGE, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert kept.ask(USAGE, if_none_match=f'"other", W/{first.headers["etag"]}').status_code == 304
    assert kept.ask(USAGE, if_none_match='"other"').status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"


def test_another_question_or_reader_has_another_tag(kept: Desk) -> None:
    addresses = (USAGE, f"{USAGE}?by=day", f"{USAGE}?partner=P-1", USAGE.replace("csv", "json"))
    tags = {kept.ask(one, cast).headers["etag"] for one in addresses for cast in ("finance", "manager")}
    assert len(tags) == 2 * len(addresses)
    assert kept.ask(f"{USAGE}?by=month").headers["etag"] == kept.ask(USAGE).headers["etag"]


def test_a_deed_and_a_load_change_the_tag(desk: Desk) -> None:
    before = desk.ask(USAGE, "manager").headers["etag"]
    desk.deeds("add_person", None, email="new@contoso.example", name="New", member_type="member")
    after_deed = desk.ask(USAGE, "manager", if_none_match=before)
    desk.deeds.load("partner_id,legal_name,country,currency\nP-4,Adatum,US,USD\n")
    after_load = desk.ask(USAGE, "manager", if_none_match=after_deed.headers["etag"])
    assert (after_deed.status_code, after_load.status_code) == (200, 200)
    assert len({before, after_deed.headers["etag"], after_load.headers["etag"]}) == 3


def test_a_head_is_the_answer_without_its_content(kept: Desk) -> None:
    told = with_bearer(kept.token("finance"))
    head, whole = kept.client.head(USAGE, headers=told), kept.client.get(USAGE, headers=told)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "cache-control"):
        assert head.headers[name] == whole.headers[name]
    assert kept.client.head(USAGE).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_written_by_address(kept: Desk, method: str) -> None:
    answer = kept.client.request(method, USAGE, headers=with_bearer(kept.token("finance")))
    assert answer.status_code == 405


def test_a_report_is_made_beside_the_servers_own_thread(kept: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    def noting(snapshot: Snapshot, request: Request, scope: Scope, suffix: str, file: BinaryIO) -> Written:
        threads.append(threading.current_thread().name)
        return write_report(snapshot, request, scope, suffix, file)

    monkeypatch.setattr(api_answer, "write_report", noting)
    assert kept.ask(USAGE).status_code == 200
    assert threads[0].startswith("AnyIO worker")


def test_a_fault_tells_neither_its_place_nor_the_token(
    kept: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*asked: object) -> object:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(api_answer, "write_report", broken)
    answer = kept.ask(USAGE)
    assert answer.status_code == 500
    said = answer.text + caplog.text + "".join(capfd.readouterr())
    assert "Traceback" not in answer.text
    assert kept.token("finance").text[-43:] not in said


def test_the_running_server_answers_by_address_and_writes_no_token_anywhere(cast_home: Path, tmp_path: Path) -> None:
    deeds = Deeds(cast_home)
    good, bad = made(deeds.store, "finance"), new_token()
    deeds.close()
    log = tmp_path / "log"
    with serving(cast_home, log) as address:
        basic = httpx.BasicAuth("excel", good.text)
        answers = [
            httpx.get(f"{address}{USAGE}", headers=with_bearer(good)),
            httpx.get(f"{address}{USAGE}", auth=basic),
            httpx.head(f"{address}{USAGE}", auth=basic),
            httpx.get(f"{address}{USAGE}", headers=with_bearer(bad)),
            httpx.get(f"{address}{USAGE}?token={bad.text}"),
            httpx.get(f"{address}/api/reports/{bad.text}.csv", headers=with_bearer(good)),
            httpx.get(f"{address}/api/reports/nothing.csv", headers=with_bearer(good)),
        ]
    assert [one.status_code for one in answers] == [200, 200, 200, 401, 400, 400, 404]
    assert answers[0].content == answers[1].content
    kept = [log, *(path for path in cast_home.rglob("*") if path.is_file())]
    told = [path for path in kept for one in (good, bad) if one.text[-43:].encode() in path.read_bytes()]
    assert told == []
    assert not any(one.text[-43:] in json.dumps(dict(a.headers)) + a.text for one in (good, bad) for a in answers)
