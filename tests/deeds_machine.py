"""The same deeds, in any order and on any day, to `act` and to the model."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from pipelines.actions import Done, Order, Outcome, Refused
from pipelines.store.chain import breaks
from tests import deeds_said as said
from tests.deeds_acts import ACTS, NUMBERED
from tests.deeds_model import Partner
from tests.deeds_programme import GLOBAL
from tests.deeds_records import Deed
from tests.deeds_state import state_of
from tests.deeds_world import PEOPLE, STATES, STRANGER, TODAY, World


class Deeds(RuleBasedStateMachine):
    """The same deeds to `act` and to the model."""

    world: World
    copy: World
    of: tuple[str, str]
    after_each_step = False
    sound = False

    @initialize()
    def begin(self) -> None:
        self.world.begin()
        self.model = Partner(*self.of)
        self.day = TODAY
        self.sound = True
        self.last: tuple[Order, Outcome] | None = None

    @rule(which=said.WAIT)
    def wait(self, which: tuple[int, int]) -> None:
        """Until about a day on which something ends."""
        place, days = which
        ahead = sorted({day for day in self.model.days() if day >= self.day})
        if ahead:
            self.day = max(self.day, ahead[place % len(ahead)] + timedelta(days))

    @rule(actor=said.ACTOR, person=said.PERSON)
    def seat(self, actor: str, person: str) -> None:
        self.deed("assign_seat", actor, "E-seats", {"person": person})

    @rule(actor=said.ACTOR, to=said.PERSON, which=st.integers(0, 5))
    def move(self, actor: str, to: str, which: int) -> None:
        holder = self.holder("E-seats", which)
        if holder is None:
            self.seat(actor, to)
        elif which % 2:
            self.deed("remove_seat", actor, "E-seats", {"person": holder})
        else:
            self.deed("reassign_seat", actor, "E-seats", {"person": holder, "to_person": to})

    @rule(actor=said.ACTOR)
    def export(self, actor: str) -> None:
        self.deed("export_bulk_add", actor, "E-seats", {})

    @rule(actor=said.ACTOR, about=said.CREDIT, person=said.PERSON, beside=said.BESIDE, own=st.booleans())
    def assign(self, actor: str, about: str, person: str, beside: str, own: bool) -> None:
        told = {"person": self.who(actor) if own else person, "combined_with": beside}
        self.deed("assign_credit", actor, about, told)

    @rule(actor=said.ACTOR, about=said.CREDIT, person=said.PERSON, beside=said.BESIDE, which=st.integers(0, 3))
    def take(self, actor: str, about: str, person: str, beside: str, which: int) -> None:
        about = "E-bulk" if which == 3 else about
        transferred = about == "E-bulk" if which > 1 else which == 1
        holder = self.holder(about, which)
        if holder is None:
            self.assign(actor, about, person, "none", own=True)
        elif transferred:
            self.deed("transfer_credit", actor, about, {"person": holder, "to_person": person, "combined_with": beside})
        else:
            self.deed("remove_credit_user", actor, about, {"person": holder})

    @rule(actor=said.ACTOR, about=said.CREDIT, subscription=said.SUBSCRIPTIONS, grant=said.GRANT)
    def credit(self, actor: str, about: str, subscription: str, grant: tuple[int, int | None, str]) -> None:
        days, lasts, amount = grant
        starts = self.day + timedelta(days)
        ends = "" if lasts is None else str(starts + timedelta(lasts))
        told = {"subscription_id": subscription, "starts_on": str(starts), "ends_on": ends, "amount": amount}
        self.deed("link_subscription", actor, about, told)

    @rule(actor=said.ACTOR, about=said.CREDIT, subscription=said.SUBSCRIPTIONS, which=st.integers(0, 5))
    def uncredit(self, actor: str, about: str, subscription: str, which: int) -> None:
        links = self.model.links
        if links and which:
            about, subscription = (one := links[which % len(links)]).benefit, one.subscription
        self.deed("unlink_subscription", actor, about, {"subscription_id": subscription})

    @rule(
        actor=said.ACTOR, one=said.CURRENCY, other=said.CURRENCY, rate=st.sampled_from(["1.08", "0.925"]), ago=said.AGO
    )
    def rate(self, actor: str, one: str, other: str, rate: str, ago: int) -> None:
        told = {"from_currency": one, "to_currency": other, "rate": rate, "rate_source": "ECB"}
        self.deed("record_exchange_rate", actor, None, told | {"rate_on": str(self.day - timedelta(ago))})

    @rule(actor=said.ACTOR, about=st.sampled_from(["E-soft", "E-cloud"]), acknowledged=said.YES, tenant=said.YES)
    def keys(self, actor: str, about: str, acknowledged: str, tenant: str) -> None:
        self.deed("get_keys", actor, about, {"acknowledged": acknowledged, "tenant_checked": tenant})

    @rule(actor=said.ACTOR, os=st.sampled_from(["windows_x64", "windows_x86", "linux_x64"]))
    def download(self, actor: str, os: str) -> None:
        self.deed("choose_download", actor, "E-soft", {"language": "de-DE", "os": os})

    @rule(
        actor=said.ACTOR,
        key=said.KEY,
        mode=st.sampled_from(["add_seats", "extend"]),
        now=said.SUBSCRIPTION,
        read=said.YES,
    )
    def redeem(self, actor: str, key: str, mode: str, now: tuple[int, int | None], read: str) -> None:
        if not any(state.revealed for name, state in self.model.keys.items() if name != "s1"):
            self.keys(actor, "E-cloud", "yes", "yes")
        seats, days = now
        ends = "" if days is None else str(self.day + timedelta(days))
        told = {"key": key, "mode": mode, "active_seats": str(seats), "active_ends_on": ends}
        self.deed("redeem_key", actor, "E-cloud", told | {"instructions_read": read, "tenant_checked": "yes"})

    @rule(actor=said.ACTOR, key=said.KEY, reason=st.sampled_from(["wrong_tenant", "seats_by_mistake"]))
    def replacement(self, actor: str, key: str, reason: str) -> None:
        if not any(state.redeemed for state in self.model.keys.values()):
            self.redeem(actor, "c1", "add_seats" if reason == "seats_by_mistake" else "extend", (10, 200), "yes")
        redeemed = [name for name, state in self.model.keys.items() if state.redeemed]
        self.deed("request_replacement", actor, "E-cloud", {"key": (redeemed or [key])[0], "reason": reason})

    @rule(actor=said.ACTOR, about=said.TECHNICAL, person=said.PERSON, other=said.PERSON, newer=st.booleans())
    def support(self, actor: str, about: str, person: str, other: str, newer: bool) -> None:
        if newer == self.model.programme(about, self.day).activates_support or other == person:
            self.deed("activate_support", actor, about, {})
        else:
            self.deed("assign_support", actor, about, {"person": person, "alternate_email": other})

    @rule(
        actor=said.ACTOR,
        about=said.TECHNICAL,
        kind=st.sampled_from(["incident", "advisory", "presales"]),
        area=st.sampled_from(["azure", "azure", "microsoft_365", "on_premises", "azure_csp"]),
        hours=said.HOURS,
        ago=said.AGO,
        case=st.integers(1, 9),
    )
    def use(self, actor: str, about: str, kind: str, area: str, hours: str, ago: int, case: int) -> None:
        told = {"kind": kind, "product_area": area, "reference": f"C-{case}", "used_on": str(self.day - timedelta(ago))}
        self.deed("log_support_use", actor, about, told | {"hours": "" if kind == "incident" else hours})

    @rule(actor=said.ACTOR, about=st.sampled_from(["E-hours", "E-hours", "E-cases"]), hours=said.HOURS)
    def advice(self, actor: str, about: str, hours: str) -> None:
        told = {
            "title": "A question",
            "description": "Which way?",
            "product": "azure",
            "phase": "design",
            "country": "US",
        }
        more = {"hours": hours, "language": "en", "phone": "+1 555 0100", "time_zone": "UTC"}
        self.deed("request_advisory_hours", actor, about, told | more)

    @rule(actor=said.ACTOR, person=said.PERSON, other=said.PERSON)
    def contact(self, actor: str, person: str, other: str) -> None:
        told = {"person": person, "other_email": other, "phone": "+1 555 0100", "preferred_language": "zh-Hans"}
        self.deed("set_marketing_contact", actor, None, told)

    @rule(actor=said.ACTOR)
    def market(self, actor: str) -> None:
        if self.model.contact is None and self.day == TODAY:
            self.contact(actor, "flo@contoso.example", "flo@home.example")
        self.deed("activate_marketing", actor, "E-market", {})

    @rule(actor=said.ACTOR, offer=said.HELD)
    def refund(self, actor: str, offer: str) -> None:
        self.deed("request_refund", actor, offer, {"reason": "Not needed"})

    @rule(actor=said.ACTOR, offer=said.OFFER, paid=said.PAID)
    def purchase(self, actor: str, offer: str, paid: said.Paid) -> None:
        self.deed("record_purchase", actor, None, self.paid(paid) | {"offer": offer})

    @rule(actor=said.ACTOR, held=said.HELD, offer=said.OFFER, paid=said.PAID)
    def upgrade(self, actor: str, held: str, offer: str, paid: said.Paid) -> None:
        self.deed("upgrade_membership", actor, held, self.paid(paid) | {"to_offer": offer})

    @rule(actor=said.ACTOR, held=said.HELD, days=said.WINDOW, paid=said.PAID)
    def renew(self, actor: str, held: str, days: int | None, paid: said.Paid) -> None:
        if days is not None:
            self.day = max(self.day, self.model.term(held).anniversary + timedelta(days))
        self.deed("renew_membership", actor, held, self.paid(paid))

    def paid(self, paid: said.Paid) -> dict[str, str]:
        """What every order says."""
        order, ago, score = paid
        bought = str(self.day - timedelta(ago))
        return {"order_number": f"O-{order}", "fee": "925", "currency": "USD", "score": score, "purchased_on": bought}

    @rule(actor=said.ACTOR, step=said.STEP)
    def account(self, actor: str, step: str) -> None:
        self.deed("complete_step", actor, None, {"step": step})

    @rule(actor=said.ACTOR, email=st.sampled_from(["flo@contoso.example", "ida@gmail.com", "lee@contoso.example"]))
    def mail(self, actor: str, email: str) -> None:
        self.deed("send_verification", actor, None, {"name": "Lee", "email": email, "language": "en"})

    @rule(actor=said.ACTOR, which=st.sampled_from([-1, -1, -1, -2, 0]))
    def link(self, actor: str, which: int) -> None:
        if not self.model.mails:
            self.mail(actor, "lee@contoso.example")
        tokens = [mail.token for mail in self.model.mails]
        token = tokens[which] if -len(tokens) <= which < 0 else "none"
        self.deed("verify_contact", actor, None, {"token": token})

    @rule(actor=said.ACTOR, email=said.PERSON, guest=st.booleans(), listed=said.YES)
    def person(self, actor: str, email: str, guest: bool, listed: str) -> None:
        email = next((one for one in (*PEOPLE, STRANGER) if one not in self.model.people), email)
        told = {
            "email": email,
            "name": "Somebody",
            "member_type": "guest" if guest else "member",
            "in_directory": listed,
        }
        self.deed("add_person", actor, None, told)

    @rule(actor=said.ACTOR, person=said.PERSON, roles=said.ROLES)
    def roles(self, actor: str, person: str, roles: str) -> None:
        self.deed("change_roles", actor, None, {"person": person, "roles": roles})

    @rule(actor=said.ACTOR, person=said.PERSON)
    def leave(self, actor: str, person: str) -> None:
        self.deed("remove_person", actor, None, {"person": person})

    @precondition(lambda self: self.model.requests)
    @rule(
        actor=said.ACTOR,
        which=st.integers(0, 20),
        outcome=st.sampled_from(["accepted", "accepted", "declined"]),
        ids=said.IDS,
        starts=said.LATER,
        ends=st.sampled_from([None, 0, 30, 365, -1]),
    )
    def answer(self, actor: str, which: int, outcome: str, ids: tuple[str, str], starts: int, ends: int | None) -> None:
        told = {"outcome": outcome, "access_id": ids[0], "contract_id": ids[1]}
        told["active_from"] = str(self.day + timedelta(starts))
        told["expires_on"] = "" if ends is None else str(self.day + timedelta(ends))
        self.deed("record_answer", actor, self.number(which), told)

    @precondition(lambda self: self.model.requests)
    @rule(actor=said.ACTOR, which=st.integers(0, 20))
    def withdraw(self, actor: str, which: int) -> None:
        self.deed("withdraw_request", actor, self.number(which), {})

    @precondition(lambda self: self.last)
    @rule()
    def again(self) -> None:
        """The same form, sent twice, is one deed."""
        assert self.last is not None
        order, outcome = self.last
        before = self.world.deeds()
        assert type(self.world.act(order)) is type(outcome)
        assert self.world.deeds() == before

    def who(self, actor: str) -> str:
        """The person, by now."""
        admins = sorted(email for email, person in self.model.people.items() if GLOBAL in person.roles)
        return admins[0] if actor == said.ADMIN else actor

    def holder(self, about: str, which: int) -> str | None:
        """Somebody who has it."""
        holders = sorted(self.model.holders[about])
        return holders[which % len(holders)] if holders else None

    def number(self, which: int) -> str:
        """One of the requests."""
        numbers = sorted(self.model.requests)
        return numbers[which % len(numbers)]

    def deed(self, action: str, actor: str, about: str | None, given: dict[str, str]) -> None:
        """Does it in both; they agree on whether it is done, and on what it bears on afterwards."""
        actor = self.who(actor)
        deed = Deed(action, actor, about, given, self.day)
        why, done, states = ACTS[action]
        refusals = list(why(self.model, deed))
        self.sound = False
        order = self.world.order(action, actor, about, given, self.day)
        outcome = self.world.act(order)
        told = [one.rule.id for one in outcome.broken] if isinstance(outcome, Refused) else []
        assert bool(told) == bool(refusals), f"{deed}: {told} against {refusals}"
        self.last = order, outcome
        if isinstance(outcome, Done):
            done(self.model, deed, *self.told(action, outcome))
        self.agree(STATES if self.after_each_step else states)
        self.sound = True

    def told(self, action: str, outcome: Done) -> tuple[str, ...]:
        """What only the deed itself can say: a request's number, a link's token."""
        if action == "send_verification":
            return (self.world.tokens()[-1],)
        assert outcome.receipt is not None
        return (str(outcome.receipt.subject),) if action in NUMBERED else ()

    def agree(self, states: Iterable[str]) -> None:
        """The ledger comes to what the model holds."""
        for name in states:
            found, held = self.world.state(name, self.day), Counter(state_of(self.model, name, self.day))
            assert found == held, f"{name}: {found - held} against {held - found}"

    def teardown(self) -> None:
        """Everything agrees, the chain holds, and the deeds written again come to the same."""
        if not self.sound:
            return
        self.agree(STATES)
        assert list(breaks(self.world.deeds())) == []
        self.copy.replay(self.world)
        assert self.copy.deeds() == self.world.deeds()
        for name in STATES if self.after_each_step else ("holders", "keys"):
            assert self.copy.state(name, self.day) == self.world.state(name, self.day), name


class DeedsStepByStep(Deeds):
    """The same, with everything compared after each step."""

    after_each_step = True
