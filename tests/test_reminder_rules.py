"""What is said when: each step once, the latest only; nothing after it is handled or while it sleeps."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.rules import reminders
from pipelines.rules.access import known_roles, rights_of
from pipelines.rules.reminder_topics import is_told_of, partner_of, reminded, topic_of, topics, topics_of

ADA, OTTO = "ada@contoso.example", "otto@fabrikam.example"
ENDS = date(2026, 9, 30)
BEFORE = [ENDS - timedelta(days) for days in (90, 60, 30, 7, 1)]
THING = "P-1/benefit/use_until/E-1/2026-09-30"
NOTHING_SENT = pl.DataFrame(schema={"email": pl.String, "told": pl.String})


def ending(reminder: str = THING, due_on: date = ENDS, topic: str = "benefit") -> pl.DataFrame:
    """A thing that ends on a day."""
    row = pl.DataFrame({"reminder": [reminder], "partner_id": [partner_of(reminder)], "topic": topic, "due_on": due_on})
    return row.with_columns(last_on="due_on", steps=reminders.before(pl.col("due_on")))


def people(*known: tuple[str, str, str]) -> pl.DataFrame:
    """People by address, partner and role."""
    rows = [(email, partner, [role]) for email, partner, role in known]
    return pl.DataFrame(rows, ["email", "partner_id", "roles"], orient="row")


def answered(*said: tuple[str, bool, date | None]) -> pl.DataFrame:
    """What Ada said to reminders: handled, or snoozed until a day."""
    return pl.DataFrame([(ADA, *one) for one in said], reminders.ANSWERS, orient="row")


def standing(things: pl.DataFrame, day: date, answers: pl.DataFrame | None = None) -> pl.DataFrame:
    """How Ada's reminders stand on a day."""
    mine = reminders.of_people(people((ADA, "P-1", "global_admin")), reminders.begun(things, day))
    return reminders.standing(mine, answered() if answers is None else answers, day)


def simulated(
    things: pl.DataFrame, first: date, last: date, answers: dict[date, pl.DataFrame] | None = None
) -> Iterator[tuple[date, str]]:
    """What Ada is told day by day, each once; `answers` hold from their day on."""
    sent, said = NOTHING_SENT, answered()
    for day in (first + timedelta(one) for one in range((last - first).days + 1)):
        said = (answers or {}).get(day, said)
        told = reminders.due(standing(things, day, said), sent)
        sent = pl.concat([sent, told.select("email", "told")])
        yield from ((day, one) for one in told["told"])


def test_each_step_is_said_once_on_its_day() -> None:
    told = list(simulated(ending(), date(2026, 1, 1), date(2026, 12, 31)))
    assert told == [(day, f"{THING}@{days}") for day, days in zip(BEFORE, (90, 60, 30, 7, 1), strict=True)]


@pytest.mark.parametrize(("day", "step"), [(0, "90"), (29, "90"), (30, "60"), (82, "30"), (83, "7"), (90, "1")])
def test_what_was_missed_is_said_once_and_not_five_times(day: int, step: str) -> None:
    first = BEFORE[0] + timedelta(day)
    assert next(simulated(ending(), first, ENDS)) == (first, f"{THING}@{step}")
    assert len([one for one, _ in simulated(ending(), first, ENDS) if one == first]) == 1


def test_what_is_over_is_not_said_any_more() -> None:
    assert standing(ending(), ENDS)["state"].to_list() == ["due"]
    assert standing(ending(), ENDS + timedelta(1)).is_empty()


def test_nothing_is_said_once_it_is_handled() -> None:
    handled = {BEFORE[1] + timedelta(3): answered((THING, True, None))}
    told = list(simulated(ending(), BEFORE[0], ENDS, handled))
    assert [day for day, _ in told] == BEFORE[:2]


def test_handling_one_thing_leaves_the_others() -> None:
    other = "P-1/benefit/use_until/E-2/2026-09-30"
    both = pl.concat([ending(), ending(other)])
    told = simulated(both, BEFORE[0], ENDS, {BEFORE[0]: answered((THING, True, None))})
    assert {one.partition("@")[0] for _, one in told} == {other}


def test_a_reminder_sleeps_until_its_day_and_is_said_again_then() -> None:
    until = BEFORE[3] + timedelta(2)
    asleep = {BEFORE[2] + timedelta(1): answered((THING, False, until))}
    told = list(simulated(ending(), BEFORE[2], ENDS, asleep))
    assert told == [(BEFORE[2], f"{THING}@30"), (until, f"{THING}@snoozed-{until}"), (BEFORE[4], f"{THING}@1")]


def test_a_snooze_that_ends_before_the_next_step_takes_none_away() -> None:
    until = BEFORE[2] + timedelta(5)
    told = list(simulated(ending(), BEFORE[2], ENDS, {BEFORE[2] + timedelta(1): answered((THING, False, until))}))
    assert [day for day, _ in told] == [BEFORE[2], until, *BEFORE[3:]]


def test_the_states_say_how_each_stands() -> None:
    day = BEFORE[2]
    assert standing(ending(), BEFORE[0] - timedelta(1))["state"].to_list() == ["ahead"]
    assert standing(ending(), day)["state"].to_list() == ["due"]
    assert standing(ending(), day, answered((THING, False, day + timedelta(1))))["state"].to_list() == ["snoozed"]
    assert standing(ending(), day, answered((THING, False, day)))["state"].to_list() == ["due"]
    assert standing(ending(), day, answered((THING, True, None)))["state"].to_list() == ["handled"]


def test_nobody_is_told_of_another_partner() -> None:
    things = pl.concat([ending(), ending("P-2/benefit/use_until/F-1/2026-09-30")])
    mine = reminders.of_people(people((ADA, "P-1", "global_admin"), (OTTO, "P-2", "global_admin")), things)
    assert dict(mine.select("email", "partner_id").iter_rows()) == {ADA: "P-1", OTTO: "P-2"}
    assert mine.height == 2


@pytest.mark.parametrize("topic", topics())
@pytest.mark.parametrize("role", [*known_roles(), "member"])
def test_each_role_is_told_of_its_topics_once(role: str, topic: str) -> None:
    told = reminders.of_people(people((ADA, "P-1", role), (ADA, "P-1", role)), ending(topic=topic))
    assert told.height == (topic in topics_of([role]))
    assert is_told_of(f"P-1/{topic}/use_until/E-1/2026-09-30", [role]) == (topic in topics_of([role]))


def test_who_is_reminded_has_a_role_that_there_is_and_the_page() -> None:
    roles = set(reminded()["role"])
    assert roles <= set(known_roles())
    assert [role for role in roles if "see:reminders" not in rights_of([role])] == []
    assert not {"auditor", "member", "service_operator"} & roles


def test_words_that_are_no_key_name_no_topic() -> None:
    assert [topic_of(one) for one in ("", "P-1", "P-1/nothing")] == ["", "", "nothing"]
    assert not is_told_of("P-1", known_roles())


def test_a_request_is_said_again_while_it_waits() -> None:
    asked = date(2026, 6, 1)
    row = ending().with_columns(due_on=None, last_on=None, steps=reminders.after(pl.lit(asked)))
    told = [day for day, _ in simulated(row.cast({"last_on": pl.Date, "due_on": pl.Date}), asked, date(2027, 6, 1))]
    assert told == [asked + timedelta(days) for days in (7, 14, 30, 60, 90)]


def test_a_digest_lists_what_is_due_and_the_next_four_weeks() -> None:
    day = date(2026, 5, 1)
    due_on = {"P-1/a": day + timedelta(28), "P-1/b": day + timedelta(29), "P-1/c": day + timedelta(80)}
    never = pl.concat([ending(one, on) for one, on in due_on.items()]).with_columns(steps=pl.col("steps").list.head(0))
    assert reminders.listed(standing(never, day), day)["reminder"].to_list() == ["P-1/a"]


MONDAY = date(2026, 6, 15)
DIGEST_DAYS = [
    (MONDAY, None, True),
    (MONDAY, MONDAY - timedelta(7), True),
    (MONDAY + timedelta(1), MONDAY, False),
    (MONDAY + timedelta(1), None, False),
    (MONDAY + timedelta(2), MONDAY - timedelta(1), True),
    (MONDAY + timedelta(3), MONDAY + timedelta(2), False),
]


@pytest.mark.parametrize(("day", "last", "expected"), DIGEST_DAYS)
def test_a_digest_goes_out_on_monday_or_with_the_first_run_after_it(
    day: date, last: date | None, expected: bool
) -> None:
    assert reminders.is_digest_day(day, last) == expected
