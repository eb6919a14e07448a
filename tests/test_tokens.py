"""Tokens: who may make one, for how long and of what; who takes it back; what is kept of it, and what never is."""

from datetime import date, timedelta

import pytest

from pipelines.actions import Bearer, Done, act, looks_like_token, new_token
from pipelines.actions.tokens import fingerprint
from pipelines.errors import BenefitsError
from pipelines.rules.access import OPERATOR
from pipelines.store import EVERYTHING, Scope, Store
from tests.done import Deeds
from tests.role_cells import CAST, who_may
from tests.terminal import Terminal
from tests.the_cast import EMAILS, TODAY
from tests.tokens import LAST, made, ordered, refusing, revoked, revoking, tried, used

A_YEAR_ON = date(2027, 6, 15)


@pytest.fixture
def store(deeds: Deeds) -> Store:
    return deeds.store


def days(*offsets: int) -> list[str]:
    return [(TODAY + timedelta(one)).isoformat() for one in offsets]


CASES = [
    ({}, "global_admin", []),
    ({"expires_on": days(-1)[0]}, "global_admin", ["create_token.past"]),
    ({"expires_on": days(0)[0]}, "global_admin", []),
    ({"expires_on": days(1)[0]}, "global_admin", []),
    ({"expires_on": days(364)[0]}, "global_admin", []),
    ({"expires_on": A_YEAR_ON.isoformat()}, "global_admin", []),
    ({"expires_on": "2027-06-16"}, "global_admin", ["create_token.too_long"]),
    ({"partners": "P-1"}, "global_admin", []),
    ({"partners": "P-1;P-2"}, "global_admin", ["create_token.partners"]),
    ({"partners": "*"}, "global_admin", ["create_token.partners"]),
    ({"partners": "P-1;P-2"}, "manager", []),
    ({"partners": "P-3"}, "manager", ["create_token.partners"]),
    ({"partners": "P-3"}, "finance", []),
    ({"reports": "credit-usage;loads"}, "auditor", []),
    ({"reports": "credit-usage;tokens"}, "auditor", ["create_token.reports"]),
    ({"reports": "no-such-report"}, "auditor", ["create_token.reports"]),
    ({}, "employee", ["create_token.role"]),
    ({}, "guest", ["create_token.role"]),
    ({}, "stranger", ["create_token.role"]),
]


@pytest.mark.parametrize(("given", "cast", "broken"), CASES)
def test_each_rule_of_making_a_token_refuses_alone(
    store: Store, given: dict[str, str], cast: str, broken: list[str]
) -> None:
    assert tried(store, ordered(new_token(), cast, **given)) == broken


@pytest.mark.parametrize(("day", "last"), [(date(2028, 2, 29), "2029-02-28"), (date(2027, 2, 28), "2028-02-28")])
def test_a_year_from_a_leap_day_ends_with_february(store: Store, day: date, last: str) -> None:
    later = (date.fromisoformat(last) + timedelta(1)).isoformat()
    assert tried(store, ordered(new_token(), day=day, expires_on=last)) == []
    assert tried(store, ordered(new_token(), day=day, expires_on=later)) == ["create_token.too_long"]


@pytest.mark.parametrize("role", CAST)
def test_each_role_makes_tokens_as_the_table_says(store: Store, role: str) -> None:
    told = tried(store, ordered(new_token(), CAST[role]))
    assert ("create_token.role" in told) == (role not in who_may("create_token"))
    told = tried(store, revoking(new_token(), EMAILS[CAST[role]]))
    assert ("revoke_token.role" in told) == (role not in who_may("revoke_token"))


REVOKED_BY = [
    ("mpn_admin", "mpn_admin", []),
    ("mpn_admin", "global_admin", []),
    ("mpn_admin", "auditor", ["revoke_token.whose"]),
    ("mpn_admin", "manager", ["revoke_token.whose"]),
    ("mpn_admin", "other_admin", ["revoke_token.known"]),
    ("manager", "other_admin", []),
    ("global_admin", "mpn_admin", ["revoke_token.whose"]),
    ("finance", "global_admin", ["revoke_token.known"]),
    ("finance", "auditor", ["revoke_token.known"]),
    ("finance", "finance", []),
]


@pytest.mark.parametrize(("owner", "actor", "broken"), REVOKED_BY)
def test_each_rule_of_whose_token_is_revoked_refuses_alone(
    store: Store, owner: str, actor: str, broken: list[str]
) -> None:
    assert tried(store, revoking(made(store, owner), EMAILS[actor])) == broken


def test_each_rule_of_a_revoked_token_and_of_a_lost_role_refuses_alone(deeds: Deeds) -> None:
    token, other = made(deeds.store, "mpn_admin"), made(deeds.store, "mpn_admin")
    revoked(deeds.store, token)
    assert tried(deeds.store, revoking(token, EMAILS["mpn_admin"], "2")) == ["revoke_token.again"]
    assert isinstance(deeds("change_roles", None, person=EMAILS["mpn_admin"], roles=""), Done)
    assert tried(deeds.store, revoking(other, EMAILS["mpn_admin"])) == ["revoke_token.role"]


def test_the_operator_revokes_any_token_and_is_recorded_as_such(store: Store) -> None:
    revoked(store, made(store, "finance"), OPERATOR)
    with store.snapshot() as snapshot:
        assert snapshot.ledger.query("SELECT actor FROM deed WHERE action = 'revoke_token'").item() == OPERATOR
        assert snapshot.ledger.query("FROM identity WHERE email = 'operator'").is_empty()


@pytest.mark.parametrize(("day", "works"), [(LAST - timedelta(1), True), (LAST, True), (LAST + timedelta(1), False)])
def test_a_token_works_through_its_last_day(store: Store, day: date, works: bool) -> None:
    assert (used(store, made(store).text, day) is not None) == works


def test_a_token_works_no_more_once_it_is_revoked(store: Store) -> None:
    token, other = made(store), made(store)
    revoked(store, token)
    assert used(store, token.text) is None
    assert used(store, other.text) is not None


def test_a_token_tells_its_owner_and_what_it_is_limited_to(store: Store) -> None:
    whole, part = made(store, "manager"), made(store, "manager", partners="P-2", reports="loads;expiry")
    assert used(store, whole.text) == Bearer(whole.token_id, EMAILS["manager"], None, None)
    assert used(store, part.text) == Bearer(part.token_id, EMAILS["manager"], ("P-2",), ("loads", "expiry"))


def test_nothing_that_only_looks_like_a_token_lets_anybody_in(store: Store) -> None:
    token, other = made(store), made(store)
    head, secret = token.text.rsplit("_", 1)[0], token.text.partition(f"bl_{token.token_id}_")[2]
    changed = secret[:5] + ("A" if secret[5] != "A" else "B") + secret[6:]
    wrong = [
        "", "bl_", head, token.token_id, secret, fingerprint(token.text), token.text.upper(), f"{token.text} ",
        f" {token.text}", f"{token.text}\n", token.text[:-1], f"{token.text}A", f"bl_{token.token_id}_{changed}",
        f"bl_{other.token_id}_{secret}", f"bl_{new_token().token_id}_{secret}", new_token().text, "' OR 1=1 --",
    ]  # fmt: skip
    assert [one for one in wrong if used(store, one) is not None] == []
    assert used(store, token.text) is not None


def test_two_tokens_are_never_alike_and_a_leaked_one_is_found_by_its_form() -> None:
    tokens = {new_token().text for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(looks_like_token(f"https://x/?a={one}&b=1") for one in tokens)
    assert not looks_like_token("/api/reports/credit-usage.csv?by=month&partner=P-1")


def test_a_token_does_not_tell_itself(store: Store) -> None:
    token = made(store)
    assert token.text not in repr(token)
    with store.snapshot() as snapshot:
        kept = [snapshot.ledger.query(f"FROM {table}").write_json() for table in ("deed", "private_text", "message")]
    assert not any(token.text in one or token.text[-43:] in one for one in kept)
    assert fingerprint(token.text) in kept[0]
    assert "Month-end workbook" not in kept[0]


def test_no_file_of_the_home_holds_a_token(deeds: Deeds) -> None:
    token, home = made(deeds.store), deeds.store.home.path
    deeds.close()
    files = [path for path in home.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert [path for path in files if token.text[-43:].encode() in path.read_bytes()] == []


def test_a_double_click_makes_one_token(store: Store) -> None:
    order = ordered(new_token())
    first, second = act(store, order), act(store, order)
    assert isinstance(first, Done)
    assert first == second


def test_a_refused_token_is_a_row_that_says_which_rule_and_lets_nobody_in(store: Store) -> None:
    token = new_token()
    assert refusing(act(store, ordered(token, "employee"))) == ["create_token.role"]
    assert used(store, token.text) is None
    with store.snapshot() as snapshot:
        [row] = snapshot.ledger.query("FROM deed WHERE stream_id = 'app'").to_dicts()
    assert (row["outcome"], row["rules"]) == ("refused", '["create_token.role"]')


def test_a_digest_that_is_none_is_not_kept(store: Store) -> None:
    with pytest.raises(BenefitsError, match="fingerprint"):
        act(store, ordered(new_token(), fingerprint="my secret"))


def test_the_list_tells_how_each_token_stands_on_a_day(deeds: Deeds) -> None:
    token, other = made(deeds.store), made(deeds.store, "manager", partners="P-2", reports="loads")
    revoked(deeds.store, other, EMAILS["manager"])
    before, after = (deeds.report("tokens", "token", day) for day in ("2026-09-13", "2026-09-14"))
    assert before["token_id"].to_list() == [token.token_id, other.token_id]
    assert before["token_state"].to_list() == ["valid", "revoked"]
    assert dict(after.select("token_id", "token_state").iter_rows()) == {
        token.token_id: "expired",
        other.token_id: "revoked",
    }
    assert before.row(1, named=True)["revoked_by"] == "Mona Manager"
    assert before.row(1, named=True)["partners"] == "P-2"


def test_who_leads_one_partner_is_told_nothing_of_another(deeds: Deeds) -> None:
    of_both, of_other = made(deeds.store, "manager"), made(deeds.store, "manager", partners="P-2")
    made(deeds.store, "other_admin"), made(deeds.store, "finance")
    seen = deeds.report("tokens", "token", scope=Scope(("P-1",)))
    assert seen["token_id"].to_list() == [of_both.token_id]
    assert seen["purpose"].to_list() == [None]
    assert of_other.token_id in deeds.report("tokens", "token", scope=Scope(("P-1", "P-2")))["token_id"]
    assert deeds.report("tokens", "token", scope=Scope(("P-1",), EMAILS["employee"])).is_empty()
    assert deeds.report("tokens", "token", scope=EVERYTHING).height == 4


def test_the_terminal_prints_a_token_once_and_only_that(cast_terminal: Terminal) -> None:
    told = cast_terminal.run("token", "create", "--as", EMAILS["manager"], "--purpose", "cron", "--partner", "P-1")
    assert told.code == 0
    token = told.text.removesuffix("\n")
    assert looks_like_token(token)
    assert "\n" not in token
    assert token not in told.err
    assert "2026-09-13" in told.err
    assert token not in cast_terminal.run("token", "list").text
    assert token[3:15] in cast_terminal.run("token", "list", "--as", EMAILS["manager"]).text
    assert token[3:15] not in cast_terminal.run("token", "list", "--as", EMAILS["auditor"]).text


def test_the_terminal_revokes_as_the_operator_or_as_a_person(cast_terminal: Terminal) -> None:
    make = ("token", "create", "--as", EMAILS["manager"], "--purpose", "cron")
    first, second = (cast_terminal.run(*make).text[3:15] for _ in range(2))
    refused = cast_terminal.run("token", "revoke", first, "--as", EMAILS["auditor"])
    assert (refused.code, "somebody else's" in refused.text) == (4, True)
    assert cast_terminal.run("token", "revoke", first).code == 0
    assert cast_terminal.run("token", "revoke", second, "--as", EMAILS["global_admin"]).code == 0
    again = cast_terminal.run("token", "revoke", first)
    assert (again.code, "revoked already" in again.text) == (4, True)


def test_the_terminal_says_why_no_token_is_made(cast_terminal: Terminal) -> None:
    told = cast_terminal.run("token", "create", "--as", EMAILS["employee"], "--purpose", "cron")
    assert told.code == 4
    assert not looks_like_token(told.text + told.err)
    assert cast_terminal.run("act", "create_token", "--as", EMAILS["manager"]).code == 2
