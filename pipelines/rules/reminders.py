"""What people are reminded of, and when: dated things with the days on which each is said again.

Frames:
  things    reminder (its key: partner/topic/kind/thing/term), partner_id, topic, due_on (null for what has no date),
            last_on (null: without end), steps (list of `step` and `on`, the day from which it is said), and whatever
            else the caller wants to get back
  people    email, partner_id, roles
  answers   email, reminder, handled, snoozed_until: the last word of a person on a reminder
  sent      email, told: `reminder@step` that the person was reminded of
Only the latest step that has begun is said, so what was missed is told once and not five times over.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from pipelines.rules.reminder_topics import reminded

# [design]: how many days before something ends it is said, and how many days after a request was made.
DAYS_BEFORE = (90, 60, 30, 7, 1)
DAYS_WAITING = (7, 14, 30, 60, 90)
# [design]: for so long a seat that may be moved is news.
SEAT_NEWS_DAYS = 30
# [design]: how far ahead a weekly digest looks.
DIGEST_DAYS = 28
_KEY = ["email", "reminder"]
ANSWERS = pl.Schema({"email": pl.String, "reminder": pl.String, "handled": pl.Boolean, "snoozed_until": pl.Date})


def step(name: str, on: pl.Expr) -> pl.Expr:
    """A day from which something is said, with its name."""
    return pl.struct(step=pl.lit(name), on=on)


def before(due_on: pl.Expr, days: Iterable[int] = DAYS_BEFORE) -> pl.Expr:
    """The steps so many days before a day."""
    return pl.concat_list(step(str(one), due_on - pl.duration(days=one)) for one in days)


def after(since: pl.Expr, days: Iterable[int] = DAYS_WAITING) -> pl.Expr:
    """The steps so many days after a day."""
    return pl.concat_list(step(str(one), since + pl.duration(days=one)) for one in days)


def begun(things: pl.DataFrame, on_day: date) -> pl.DataFrame:
    """The things that are not over, with step and step_on, the latest step that has begun; null where none has."""
    going = things.filter((pl.col("last_on") >= on_day).fill_null(value=True))
    steps = going.select("reminder", "steps").explode("steps", empty_as_null=True).unnest("steps")
    latest = (
        steps.filter(pl.col("on") <= on_day)
        .sort("on", maintain_order=True)
        .group_by("reminder", maintain_order=True)
        .agg(pl.col("step").last(), step_on=pl.col("on").last())
    )
    return going.drop("steps").join(latest, on="reminder", how="left", maintain_order="left")


def of_people(people: pl.DataFrame, things: pl.DataFrame) -> pl.DataFrame:
    """One row a person and thing of which one of the person's roles at its partner is told: email and the thing."""
    told = people.explode("roles", empty_as_null=True).join(reminded(), left_on="roles", right_on="role")
    mine = told.select("email", "partner_id", "topic").unique()
    return mine.join(things, on=["partner_id", "topic"]).sort(pl.col("due_on"), *_KEY, nulls_last=True)


def standing(mine: pl.DataFrame, answers: pl.DataFrame, on_day: date) -> pl.DataFrame:
    """The rows of `of_people` with handled, snoozed_until and state: handled, snoozed, due or ahead.

    The day on which a snooze ends is a step of its own: from then on it is said again.
    """
    known = mine.join(answers, on=_KEY, how="left", maintain_order="left").with_columns(
        pl.col("handled").fill_null(value=False)
    )
    until = pl.when(~pl.col("handled")).then("snoozed_until")
    again = (until <= on_day) & (until > pl.col("step_on").fill_null(date.min))
    woken = known.with_columns(
        step=pl.when(again).then(pl.format("snoozed-{}", until)).otherwise("step"),
        step_on=pl.when(again).then(until).otherwise("step_on"),
    )
    return woken.with_columns(state=_state(until, on_day), told=pl.format("{}@{}", "reminder", "step"))


def _state(until: pl.Expr, on_day: date) -> pl.Expr:
    return (
        pl.when("handled")
        .then(pl.lit("handled"))
        .when(until > on_day)
        .then(pl.lit("snoozed"))
        .when(pl.col("step_on").is_not_null())
        .then(pl.lit("due"))
        .otherwise(pl.lit("ahead"))
    )


def due(mine: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """The rows of `standing` that are to be said now: due, and not sent to this person before."""
    return mine.filter(state="due").join(sent, on=["email", "told"], how="anti", maintain_order="left")


def listed(mine: pl.DataFrame, on_day: date) -> pl.DataFrame:
    """The rows of `standing` that a digest lists: what is due, and what has its day in the next weeks."""
    soon = (pl.col("due_on") <= on_day + timedelta(DIGEST_DAYS)) & (pl.col("state") == "ahead")
    return mine.filter((pl.col("state") == "due") | soon.fill_null(value=False))


def is_digest_day(on_day: date, last_run: date | None) -> bool:
    """Whether the weekly digest goes out: on Monday, or with the first run after a Monday without one."""
    monday = on_day - timedelta(on_day.weekday())
    return on_day == monday or (last_run is not None and last_run < monday)
