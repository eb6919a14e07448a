"""Texts as people write them and programs stumble over them, drawn from a seed; and files that are full of them."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from random import Random

PIECES = (
    *("Lab", "0012", "00", "1.50", "1E5", "true", "2026-06-15", "null", "NULL", "#N/A", "#", "sep=;"),
    *("王小明", "ガ", "한국", "Émile", "e\u0301", "שלום", "مرحبا", "\u202eabc\u202c", "👩‍💻", "🇩🇪", "𠀀"),
    *('"', '""', "'", "''", ",", ";", "|", "\\", "\n", "\r\n", "\r", "\n\n", "\t", " "),
    *("\u00a0", "\u2028", "\u200b", "\ufeff", "%00", "&amp;", "<b>", "</b>", "${x}", "{0}", "$1", "_x000D_", "_x005F_"),
    *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=x", "''@y"),
)
# What no cell may be by itself: an empty one, and what a spreadsheet shows where it failed.
FORBIDDEN = re.compile("|NULL|#N/A|##+")
# E-mails have letters of their own.
LOCAL = ("ann", "=ann", "'=ann", "0012", "o'neil", '"q"', "王", "-x", "a+b", "{a}", "#")
HEADS = {
    "people": "partner_id,email,name,member_type,in_directory,roles",
    "offers": "partner_id,offer,level,policy,purchased_on,starts_on,ends_on,fee,currency",
    "entitlements": "entitlement_id,partner_id,offer,product,quantity,activate_by,used,unit_value,currency",
    "support_use": "entitlement_id,kind,used_on,hours,title,reference,product_area",
    "answers": "request_id,outcome,access_id,contract_id,active_from,expires_on,note",
}


def odd(drawn: Random, most: int = 6) -> str:
    """A text that may stand in a cell: some pieces one after the other."""
    while True:
        made = "".join(drawn.choice(PIECES) for _ in range(drawn.randint(1, most)))
        if not FORBIDDEN.fullmatch(made.replace("\u00a0", " ").strip()):
            return made


def odd_key(drawn: Random) -> str:
    """A text that may tell rows apart: all of it can be seen."""
    while True:
        made = "".join(one for one in odd(drawn) if unicodedata.category(one) not in ("Cc", "Cf")).strip()
        if not FORBIDDEN.fullmatch(made.replace("\u00a0", " ").strip()):
            return made


def files(drawn: Random, rows: int = 4) -> list[str]:
    """A file of each of our layouts that can be exported, with odd texts wherever one may stand."""
    ids = list({key.replace("\u00a0", " ").strip(): key for key in (odd_key(drawn) for _ in range(rows))}.values())
    made = {
        "people": [_person(drawn, number) for number in range(rows)],
        "offers": [_offer(drawn, month) for month in range(1, rows + 1)],
        "entitlements": [_entitlement(drawn, one) for one in ids],
        "support_use": [_case(drawn, one) for one in ids],
        "answers": [_answer(drawn, number) for number in range(rows)],
    }
    return [as_csv(HEADS[name].split(","), lines) for name, lines in made.items()]


def as_csv(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A file in which our guard stands before what looks like a formula, as in a file that was written by us."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([head, *([_guarded(cell) for cell in line] for line in lines)])
    return text.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'")[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _person(drawn: Random, number: int) -> list[str]:
    email = f"{drawn.choice(LOCAL)}{number}@contoso.example"
    roles = drawn.choice(["", "global_admin", "admin_agent;mpn_partner_admin", "finance"])
    return [drawn.choice(["P-1", "P-2", "*"]), email, odd(drawn), drawn.choice(["member", "guest"]), "yes", roles]


def _offer(drawn: Random, month: int) -> list[str]:
    fee = drawn.choice(["", "0", "4730.00", "0.1", "99999999999.99"])
    return ["P-1", "gold", odd(drawn), "", "", f"2025-{month:02}-01", "", fee, "USD"]


def _entitlement(drawn: Random, entitlement_id: str) -> list[str]:
    value = drawn.choice(["", "0.000001", "1199.00", "123456789.123456"])
    used = drawn.choice(["", "0", "0.0001"])
    return [entitlement_id, "P-1", "gold", "advisory-hours", drawn.choice(["1", "0.5", "16"]), "", used, value, ""]


def _case(drawn: Random, entitlement_id: str) -> list[str]:
    return [entitlement_id, "advisory", "2026-05-04", drawn.choice(["0.25", "4"]), odd(drawn), odd_key(drawn), "azure"]


def _answer(drawn: Random, number: int) -> list[str]:
    ids = drawn.choice([("", ""), ("012345678", "000000001")])
    return [f"P-{drawn.randint(1, 2)}-R{number + 1}", "accepted", *ids, "2026-06-12", "", odd(drawn)]
