"""`benefits load` of cost exports: notes, exact totals and the question of what a day would lose, in words and JSON."""

from pathlib import Path

from tests.charge_files import Charge, export, month
from tests.terminal import Terminal


def loaded(terminal: Terminal, folder: Path, charges: list[Charge], name: str = "may.csv", *words: str) -> str:
    told = terminal.run("load", export(folder, name, charges).path, *words)
    assert told.code == 0
    return told.text


def test_notes_and_the_exact_total_are_told_in_words(terminal: Terminal, tmp_path: Path) -> None:
    said = loaded(terminal, tmp_path, [Charge(cost="0.1234567890123456785", quantity="-1")])
    assert "The file states 2026-05-01 to 2026-05-01, which are not whole months" in said
    assert "Rows with a negative quantity (refunds, corrections), loaded as they are: 1." in said
    assert (
        "EUR: the amounts as written come to 0.1234567890123456785, 0.0000000000000000005 from what is stored" in said
    )


def test_notes_and_the_exact_total_are_told_in_json(terminal: Terminal, tmp_path: Path) -> None:
    loaded(terminal, tmp_path, month())
    later = export(tmp_path, "later.csv", month(of=Charge(cost="0.1234567890123456785"))).path
    [file] = terminal.run("load", later, "--format", "json").json["files"]
    assert file["exact_totals"] == [
        {"currency": "EUR", "amount": "3.8271604593827160335", "difference": "0.0000000000000000155"}
    ]
    assert [(note["code"], note["facts"].get("count")) for note in file["notes"]] == [
        ("restated", 31),
        ("total_falls", 31),
    ]
    assert file["notes"][0]["sentence"].endswith("now replaced: 31, from 2026-05-01 to 2026-05-31.")


def test_what_a_day_would_lose_is_asked_and_answered_with_set(terminal: Terminal, tmp_path: Path) -> None:
    loaded(terminal, tmp_path, [Charge(), Charge(group="data")])
    scoped = export(tmp_path, "scoped.csv", [Charge()]).path
    told = terminal.run("load", scoped, "--format", "json")
    refusal = told.json["files"][0]["refusal"]
    assert (told.code, refusal["code"]) == (2, "replace_asked")
    assert refusal["question"] == {"setting": "replace", "choices": ["yes"]}
    assert "lose a whole resource group: data on 2026-05-01" in terminal.run("load", scoped).text
    assert "Resource groups that a day loses: 1" in loaded(
        terminal, tmp_path, [Charge()], "scoped.csv", "--set", "replace=yes"
    )


def test_a_header_alone_is_said(terminal: Terminal, tmp_path: Path) -> None:
    assert "it changes nothing and is not taken for a month of zero" in loaded(terminal, tmp_path, [])
