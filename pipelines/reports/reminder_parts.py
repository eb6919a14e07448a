"""What there is to be reminded of, part by part: each takes its days from the report that knows them.

A part gives the columns of THING. `thing` and `term` tell apart what a reminder is of: the benefit, credit, request …
and which of its days.
"""

from datetime import date

import polars as pl

from pipelines.reports import credits, memberships, seats
from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.rules import reminders
from pipelines.rules.policy import policies
from pipelines.store import Scope, Snapshot

THING: dict[str, pl.DataType] = {
    "topic": pl.String(),
    "kind": pl.String(),
    "thing": pl.String(),
    "term": pl.String(),
    "partner_id": pl.String(),
    "partner": pl.String(),
    "about": pl.String(),
    "quantity": pl.Decimal(38, 18),
    "unit": pl.String(),
    "currency": pl.String(),
    "due_on": pl.Date(),
    "since_on": pl.Date(),
    "last_on": pl.Date(),
    "steps": pl.List(pl.Struct({"step": pl.String, "on": pl.Date})),
    "page": pl.String(),
    "entitlement_id": pl.String(),
    "offer": pl.String(),
}
_DUE = pl.col("due_on")
_OF_BENEFITS = ["activate_by", "use_until"]
_GOING = ["running", "grace", "not_started"]


def _benefits(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    """Benefits that are to be activated, or used, up to a day; and redeemed keys that run out on another one."""
    rows = ask(snap, "expiry_by_date", Request("expiry", as_of), scope)
    benefits = rows.filter(pl.col("date_kind").is_in(_OF_BENEFITS), pl.col("days_left") >= 0).filter(
        (pl.col("date_kind") == "use_until") | pl.col("decisive")
    )
    dated = benefits.with_columns(kind="date_kind", due_on="expires_on", quantity="held")
    both = pl.concat([dated, _keys(snap, as_of, scope)], how="diagonal_relaxed")
    marketing = pl.col("family") == "go_to_market"
    topic = pl.when(marketing).then(pl.lit("marketing")).otherwise(pl.lit("benefit"))
    named = both.with_columns(topic=topic, thing="entitlement_id", about="product_name", page="family")
    return _dated(named.with_columns(offer=pl.lit(None), currency=pl.lit(None)))


def _keys(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    rows = ask(snap, "keys_by_key", Request("keys", as_of), scope).filter(pl.col("key_state") == "redeemed")
    same = ["partner_id", "partner", "entitlement_id", "family", "product_name", "redeemed_until"]
    keys = rows.filter(pl.col("redeemed_until") >= as_of).group_by(same, maintain_order=True)
    counted = keys.agg(quantity=pl.len().cast(pl.Decimal(38, 18)))
    return counted.rename({"redeemed_until": "due_on"}).with_columns(kind=pl.lit("key_until"), unit=pl.lit(None))


def _memberships(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    """The end of each running membership that is not renewed yet, and the window in which it can be."""
    terms = memberships.by_term(snap, Request("memberships", as_of), scope)
    last = pl.col("starts_on") == pl.col("starts_on").max().over("partner_id", "offer")
    open_terms = terms.filter(last, pl.col("state").is_in(_GOING)).with_columns(
        topic=pl.lit("membership"),
        thing=pl.format("{}:{}", "offer", "starts_on"),
        about="offer_name",
        page=pl.lit("membership"),
    )
    opens, closes = pl.col("renewable_from"), pl.col("renewable_until")
    first = pl.concat_list(reminders.step("first", pl.col("reminded_first")))
    window = (("open", opens), ("last", pl.col("reminded_last")), ("1", closes - pl.duration(days=1)))
    said = pl.concat_list(reminders.step(name, on) for name, on in window)
    return pl.concat(
        [
            _dated(open_terms.with_columns(kind=pl.lit("membership_ends_on"), due_on="ends_on")),
            _dated(open_terms.with_columns(kind=pl.lit("renewable_from"), due_on=opens), first),
            _dated(open_terms.with_columns(kind=pl.lit("renewable_until"), due_on=closes), said),
        ]
    ).filter(_DUE.is_not_null())


def _credits(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    """The last day of each open credit, and the marks of use that it has reached in its present period."""
    marks = credits.by_threshold(snap, Request("credit-thresholds", as_of), scope).with_columns(
        topic=pl.lit("credit"),
        thing=pl.format("{}:{}", "subscription_id", "starts_on"),
        about="subscription",
        page=pl.lit("credits"),
    )
    ends = marks.unique("thing", maintain_order=True).with_columns(
        kind=pl.lit("credit_ends_on"), due_on="ends_on", quantity="left"
    )
    return pl.concat([_dated(ends), _used(marks)])


def _used(marks: pl.DataFrame) -> pl.DataFrame:
    """One row a credit and period; a monthly credit is fresh each month."""
    reached = marks.filter(pl.col("threshold").str.starts_with("used_"), pl.col("reached_on").is_not_null())
    month = pl.when(pl.col("kind") == "monthly").then(pl.col("reached_on").dt.strftime("%Y-%m")).otherwise("thing")
    each = ["topic", "thing", "partner_id", "partner", "about", "page", "entitlement_id", "term", "period_ends_on"]
    marked = pl.struct(step="threshold", on="reached_on").sort_by(pl.col("threshold").str.len_chars(), "threshold")
    grouped = reached.with_columns(term=month).group_by(each, maintain_order=True)
    used = grouped.agg(steps=marked, quantity=pl.col("left").first(), currency=pl.col("currency").first())
    return _shaped(used.with_columns(kind=pl.lit("credit_used"), last_on="period_ends_on"))


def _requests(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    """What was asked of the vendor and is not answered."""
    asked = Request("requests", as_of, filters={"state": ["waiting"]})
    return _shaped(
        ask(snap, "requests_by_request", asked, scope).with_columns(
            topic=pl.lit("request"),
            kind=pl.lit("request_waiting"),
            thing="request_no",
            term=pl.col("opened_on").cast(pl.String),
            since_on="opened_on",
            about=pl.concat_str("request_no", "about", separator=" · ", ignore_nulls=True),
            steps=reminders.after(pl.col("opened_on")),
            page=pl.lit("requests"),
            entitlement_id=pl.lit(None),
            offer=pl.lit(None),
        )
    )


def _seats(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    """Seats that may go to somebody else from a day on, by benefit and day; none where a policy knows no such limit."""
    rows = seats.by_seat(snap, Request("seats", as_of), scope)
    locked = policies().filter(pl.col("policy_seat_lock_days").is_not_null())["policy"].to_list()
    given = rows.filter(pl.col("policy").is_in(locked), pl.col("email").is_not_null(), pl.col("free_on").is_not_null())
    each = ["partner_id", "partner", "entitlement_id", "product", "product_name", "free_on"]
    counted = given.group_by(each, maintain_order=True).agg(quantity=pl.len().cast(pl.Decimal(38, 18)))
    named = counted.with_columns(
        topic=pl.lit("seat"),
        kind=pl.lit("seat_free_on"),
        thing=pl.format("{}:{}", pl.coalesce("entitlement_id", "product"), "free_on"),
        about="product_name",
        unit=pl.lit("seats"),
        due_on="free_on",
        page=pl.lit("visual_studio"),
    )
    free = _dated(named, pl.concat_list(reminders.step("free", _DUE)))
    return free.with_columns(last_on=_DUE + pl.duration(days=reminders.SEAT_NEWS_DAYS - 1))


def _dated(rows: pl.DataFrame, steps: pl.Expr | None = None) -> pl.DataFrame:
    """Rows of what ends on its due day, said on the days before it where nothing else is said."""
    told = reminders.before(_DUE) if steps is None else steps
    return _shaped(rows.with_columns(last_on="due_on", term=_DUE.cast(pl.String), steps=told))


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    missing = {name: pl.lit(None, kind) for name, kind in THING.items() if name not in rows.columns}
    return rows.with_columns(**missing).select(pl.col(name).cast(kind) for name, kind in THING.items())


PARTS = (_benefits, _memberships, _credits, _requests, _seats)
