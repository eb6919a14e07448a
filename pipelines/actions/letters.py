"""A letter in words: its headers are one line each, and it goes to one address."""

import json
from collections.abc import Mapping
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from babel.dates import format_date

from pipelines.text import text

# Every server takes 7 bits.
_POLICY = SMTP.clone(cte_type="7bit")
# Facts whose name ends so are days.
_DAY = "_on"


class NotOneAddress(ValueError):
    """What should be one e-mail address is none, or more than that."""


def letter(facts: Mapping[str, Any], sender: str) -> EmailMessage:
    """A letter in the words of its kind and language: message_id, address, kind, language, facts (JSON), written_at.

    The same letter has the same Message-ID however often it is made, so that whoever gets it twice keeps one.
    NotOneAddress where it would go to nobody or to several; KeyError or ValueError where its words cannot be filled.
    """
    said, kind, language = _said(facts), facts["kind"], facts["language"]
    made = EmailMessage(policy=_POLICY)
    made["Message-ID"] = f"<{facts['message_id']}@benefits-ledger>"
    made["Date"] = facts["written_at"]
    made["From"], made["To"] = sender, one_address(facts["address"])
    made["Subject"] = " ".join(text(f"letter.{kind}.subject", language, **said).split())
    made.set_content(text(f"letter.{kind}.body", language, **said))
    return made


def one_address(told: str) -> Address:
    """The address that stands in a text by itself, its domain in ASCII. NotOneAddress for anything beside or around
    it: a second address, a name, a comment or a line break would be words of the header's."""
    name, _, domain = told.rpartition("@")
    try:
        found = Address(addr_spec=f"{name}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, MessageError) as fault:
        raise NotOneAddress(told) from fault
    if found.addr_spec.lower() != f"{name}@{found.domain}".lower():
        raise NotOneAddress(told)
    return found


def _said(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts as the letter tells them, with its lines as one text."""
    told, language = json.loads(facts["facts"]), facts["language"]
    lines = json.loads(told.pop("lines", "[]"))
    return _told(told, language) | {"lines": "\n".join(_line(one, language) for one in lines)}


def _line(line: Mapping[str, Any], language: str) -> str:
    words = {name: text(key, language) for name, key in line["words"].items()}
    return text(line["key"], language, **_told(line["facts"], language), **words)


def _told(facts: Mapping[str, str], language: str) -> dict[str, str]:
    return {name: _day(value, language) if name.endswith(_DAY) else value for name, value in facts.items()}


def _day(value: str, language: str) -> str:
    return format_date(date.fromisoformat(value), "long", locale=language.replace("-", "_"))
