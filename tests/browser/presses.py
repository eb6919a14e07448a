"""Buttons of several families, each with what a person does before pressing it and what one press leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from playwright.sync_api import Locator, Page, expect

from pipelines.text import text
from tests.browser.effects import Effects
from tests.browser.journeys import choose, form, settled, write

Fill = Callable[[Page, Locator, int], None]


@dataclass(frozen=True)
class Press:
    """A button: who presses it on which page, how the page is made ready for the n-th time, and what the page
    says then, what one press leaves behind, and what has to be pressed first."""

    name: str
    cast: str
    path: str
    ready: Callable[[Page, int], Locator]
    said: str
    left: Effects
    first: "Press | None" = None

    def open(self, page: Page) -> None:
        """Comes to the page as the one who presses."""
        page.goto(f"/sign-in/demo?as={self.cast}&next={self.path}")
        settled(page)

    def is_said(self, page: Page) -> bool:
        """Whether the page says that it is done."""
        return page.get_by_text(self.said).count() > 0

    def is_told(self, page: Page) -> None:
        """The page says that it is done, and nothing against it."""
        expect(page.get_by_text(self.said).first).to_be_visible()
        settled(page)
        assert page.get_by_test_id("stAlertContentError").all_inner_texts() == []
        assert page.get_by_test_id("stAlertContentWarning").all_inner_texts() == []


def by(press: Press, cast: str) -> Press:
    """The same button, pressed by another of the cast."""
    return replace(press, cast=cast)


def _deed(action: str, cast: str, path: str, fill: Fill = lambda page, where, number: None) -> Press:
    def ready(page: Page, number: int) -> Locator:
        where = form(page, action)
        fill(page, where, number)
        return where.get_by_role("button", name=text(f"action.{action}.button"), exact=True)

    return Press(action, cast, path, ready, f"Done: {text(f'deed.{action}')}.", Effects(((action, "done"),)))


def _seat(page: Page, where: Locator, number: int) -> None:
    choose(page, where, "person", f"hand-{number}@contoso.example")


def _person(page: Page, where: Locator, number: int) -> None:
    page.get_by_text(text("form.add_person")).click()
    write(where, "email", f"new-{number}@contoso.example")
    write(where, "name", f"New {number}")
    choose(page, where, "member_type", text("choice.member_type.member"))
    where.get_by_text(text("field.in_directory")).click()


def _purpose(page: Page, where: Locator, number: int) -> None:
    write(where, "purpose", f"Purpose {number}")


def _contact(page: Page, where: Locator, number: int) -> None:
    write(where, "name", f"Contact {number}")
    write(where, "email", f"contact-{number}@contoso.example")


def _file(page: Page, number: int) -> Locator:
    content = f"partner_id,email,name\nP-1,loaded-{number}@contoso.example,Loaded {number}\n".encode()
    page.locator("input[type=file]").set_input_files(
        [{"name": "people.csv", "mimeType": "text/csv", "buffer": content}]
    )
    button = page.get_by_role("button", name=text("loads.go"), exact=True)
    expect(button).to_be_enabled()
    settled(page)
    return button


def _last_load(page: Page, number: int) -> Locator:
    page.get_by_test_id("stExpander").get_by_text(text("loads.rollback"), exact=True).click()
    page.get_by_text(text("loads.rollback.sure")).click()
    return page.get_by_role("button", name=text("loads.rollback.go"), exact=True)


def _pack(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=text("pack.make"))


# People enough for a seat each time, and as many seats: a seat that was given is not free to move for 90 days.
HANDS = 250
_PEOPLE = "".join(f"P-1,hand-{one}@contoso.example,Hand {one}\n" for one in range(HANDS))
_SEATS = f"E-9,P-1,gold,visual-studio-professional,core,{HANDS},2026-07-30\n"
MANY = (
    f"partner_id,email,name\n{_PEOPLE}",
    f"entitlement_id,partner_id,offer,product,benefit_type,quantity,use_until\n{_SEATS}",
)
SEATS = "/visual_studio?entitlement=E-9"
ASSIGN = _deed("assign_seat", "global_admin", SEATS, _seat)
BULK = replace(_deed("export_bulk_add", "global_admin", SEATS), first=ASSIGN)
PERSON = _deed("add_person", "global_admin", "/people", _person)
TOKEN = _deed("create_token", "global_admin", "/tokens", _purpose)
CALENDAR = _deed("create_calendar", "global_admin", "/reminders")
LETTERS = _deed("choose_reminders", "global_admin", "/reminders")
CONTACT = _deed("send_verification", "global_admin", "/onboarding", _contact)
LOAD = Press("load", "global_admin", "/loads", _file, "Loaded as load", Effects(loads=1))
TAKEN_BACK = Effects((("rollback", "done"),), loads=-1)
TAKE_BACK = Press("take back", "finance", "/loads", _last_load, "is live again", TAKEN_BACK, first=LOAD)
PACK = Press("pack", "finance", "/reconcile", _pack, "is ready", Effects((("export", "done"),)))
PRESSES = (ASSIGN, TAKE_BACK, TOKEN, PACK, LOAD, PERSON, BULK, CALENDAR, LETTERS, CONTACT)
