"""Redeeming the key of a cloud licence: what runs now, what each way of redeeming makes of it, then the deed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import charts, deeds, product_keys, rules_said, written
from pages.ui.deed_form import deed_form
from pages.ui.session import day_at, language, t
from pipelines.actions import Broken
from pipelines.rules.redemption import MODES, Key, Mode, Plan, Subscription, cheaper, full_year_on, plan

LAST_DAY = date(2040, 12, 31)
# Under this policy the vendor lets licences end with the membership, country by country (domain-facts D12, K11).
ALIGNED = "maicpp-2026-02"


@dataclass(frozen=True)
class Choice:
    """What the reader has before him: the day at the partner, a key, what runs, the plan of each way to redeem."""

    on_day: date
    digest: str
    key: Key
    now: Subscription
    plans: dict[Mode, Plan]


def form(row: dict[str, Any]) -> None:
    """The planner and the deed for one row of report `benefits`; the bare form where no key can be redeemed."""
    keys = product_keys.of(row)
    open_keys = keys.filter(pl.col("key_state") == "revealed").to_dicts()
    if not open_keys:
        deed_form("redeem_key", partner_id=row["partner_id"], about=row["entitlement_id"], options={"key": {}})
        return
    st.header(t("redemption.title"), anchor=False)
    choice = _choice(row, open_keys, keys)
    _pictures(choice)
    if row["policy"] == ALIGNED:
        st.caption(t("redemption.aligned"))
    mode = _mode(row, choice)
    _steps(choice)
    fixed = {"key": choice.digest, "mode": mode, "active_seats": str(choice.now.seats)}
    fixed["active_ends_on"] = choice.now.ends_on.isoformat() if choice.now.seats and choice.now.ends_on else ""
    what = deeds.What("redeem_key", row["partner_id"], row["entitlement_id"])
    rules_said.show(_in_the_way(what, fixed), what.partner_id)
    about: dict[str, Any] = {"partner_id": what.partner_id, "about": what.about}
    deed_form(what.action, **about, fixed=fixed, says=_button(choice.plans[mode]))


def _in_the_way(what: deeds.What, planned: dict[str, str]) -> list[Broken]:
    """What of the plan no rule lets be done; what the form's own boxes say comes later."""
    confirmed = planned | {"instructions_read": "yes", "tenant_checked": "yes"}
    return [one for one in deeds.refusals(what, confirmed) if one.rule.given]


def _choice(row: dict[str, Any], open_keys: list[dict[str, Any]], keys: pl.DataFrame) -> Choice:
    named = {key["digest"]: product_keys.named(key) for key in open_keys}
    place = f"redemption.{row['entitlement_id']}.{keys['redeemed_on'].count()}"
    digest = st.selectbox(t("field.key"), list(named), format_func=lambda one: named[one], key=f"{place}.key")
    on_day = day_at(row["partner_id"])
    now = _now(place, keys, on_day)
    chosen = next(key for key in open_keys if key["digest"] == digest)
    key = Key(chosen["seats"] or 0, chosen["months"])
    return Choice(on_day, digest, key, now, {mode: plan(now, key, mode, on_day) for mode in MODES})


def _now(place: str, keys: pl.DataFrame, on_day: date) -> Subscription:
    """What runs, as the reader says; it begins with what the last key that was redeemed here left."""
    last = keys.drop_nulls("redeemed_on").sort("redeemed_on", "redeemed_until").tail(1).to_dicts()
    seats, ends_on = (last[0]["redeemed_seats"], last[0]["redeemed_until"]) if last else (0, None)
    left, right = st.columns(2)
    with left:
        told = st.number_input(t("field.active_seats"), 0, 1_000_000, seats or 0, 1, key=f"{place}.seats")
    with right:
        day = st.date_input(
            t("field.active_ends_on"), ends_on, on_day, LAST_DAY, format="YYYY-MM-DD", key=f"{place}.ends"
        )
    return Subscription(int(told), day if isinstance(day, date) else None)


def _pictures(choice: Choice) -> None:
    """Both ways side by side on the same axes, the one that loses less marked."""
    best, span = cheaper(choice.plans), (choice.on_day, max(one.ends_on for one in choice.plans.values()))
    most = max(one.seats for one in choice.plans.values())
    with st.grid(2, min_column_width=220):
        for mode in MODES:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                picture = charts.redemption(_frame(choice, mode), language(), span, most)
                charts.show(picture, note=t("redemption.cheaper") if mode == best else None)
    if choice.now.running(choice.on_day):
        facts = {"day": written.day(full_year_on(choice.now, choice.on_day), language()), "months": choice.key.months}
        st.caption(written.plain(t("redemption.wait", seats=choice.key.seats, **facts)))


def _frame(choice: Choice, mode: Mode) -> pl.DataFrame:
    planned, now = choice.plans[mode], choice.now
    common = {"mode": mode, "starts_on": choice.on_day, "months_won": float(planned.months_won)}
    rows = [common | {"phase": "after", "seats": planned.seats, "ends_on": planned.ends_on}]
    if now.running(choice.on_day):
        rows.append(common | {"phase": "now", "seats": now.seats, "ends_on": now.ends_on})
    return pl.DataFrame(rows)


def _mode(row: dict[str, Any], choice: Choice) -> Mode:
    """The way that loses less until the reader says otherwise."""
    best = cheaper(choice.plans) or MODES[0]
    return st.radio(
        t("field.mode"),
        MODES,
        index=MODES.index(best),
        format_func=lambda one: t(f"choice.mode.{one}"),
        horizontal=True,
        key=f"redemption.{row['entitlement_id']}.{choice.digest}.{best}",
    )


def _steps(choice: Choice) -> None:
    """Where the key is entered: another page for a subscription that runs than for a new or an ended one (K1, K2)."""
    address = "https://portal.office.com/commerce/productkeyredeem.aspx"
    if not choice.now.running(choice.on_day):
        address = "https://signup.microsoft.com/productkeystart"
    steps = (t("redemption.open", address=address), t("redemption.enter"), t("redemption.redeem"))
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1)))


def _button(planned: Plan) -> str:
    """'Add seats: 10 seats until 15 Dec 2026': what the button will do."""
    ends = written.day(planned.ends_on, language())
    seats = written.number(planned.seats, language())
    return t("redemption.button", mode=t(f"choice.mode.{planned.mode}"), seats=seats, ends=ends)
