"""The catalogs: complete, alike in every language, and chosen as the reader's browser asks."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipelines
from pipelines.errors import BenefitsError
from pipelines.text import LANGUAGES, best_language, catalog, text

FACT = re.compile(r"{(\w+)")


def facts_of(words: str) -> set[str]:
    return set(FACT.findall(words))


def errors_below(error: type[BenefitsError]) -> Iterator[type[BenefitsError]]:
    for below in error.__subclasses__():
        yield below
        yield from errors_below(below)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key_of_english_and_no_other(language: str) -> None:
    assert catalog(language).keys() == catalog("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str) -> None:
    folder = Path(pipelines.__file__).parent / "text" / language.replace("-", "_")
    texts = [path.read_text("utf-8") for path in folder.glob("*.po")]
    keys = [key for one in texts for key in re.findall(r'^msgid "(.+)"$', one, re.MULTILINE)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_asks_for_the_same_facts_in_every_language(language: str) -> None:
    english = catalog("en")
    assert [key for key, words in catalog(language).items() if facts_of(words) != facts_of(english.get(key, ""))] == []


def test_every_error_has_its_sentence() -> None:
    for module in pkgutil.walk_packages(pipelines.__path__, "pipelines."):
        importlib.import_module(module.name)
    importlib.import_module("pages.ui.session")
    codes = {error.code for error in errors_below(BenefitsError) if error.code}
    assert sorted(code for code in codes if f"error.{code}" not in catalog("en")) == []


def test_facts_are_filled_in() -> None:
    assert text("sign_in.as", "en", name="Rosa") == "Sign in as Rosa"
    assert text("sign_in.as", "zh-Hant", name="Rosa") == "以 Rosa 的身分登入"


def test_what_a_language_lacks_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"en": {"greeting": "Hello {name}"}, "zh-Hans": {}}
    monkeypatch.setattr("pipelines.text.catalog", known.__getitem__)
    assert text("greeting", "zh-Hans", name="Rosa") == "Hello Rosa"


def test_a_key_that_nobody_wrote_is_named() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        text("no.such.key")


def test_an_error_speaks_the_readers_language_and_english_in_logs() -> None:
    wrong = BenefitsError("day_unreadable", found="soon")
    assert str(wrong) == wrong.sentence("en")
    assert "soon" in str(wrong)
    assert wrong.sentence("zh-Hans").startswith("地址中的报告日期为 soon")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("en-GB,zh-TW;q=0.9", "en"),
        ("zh-TW;q=0.5, en;q=0.7", "en"),
        ("de-DE,de;q=0.9,zh-TW;q=0.4", "zh-Hant"),
        ("zh-TW;q=0,en", "en"),
        ("de,fr", "en"),
        ("*", "en"),
        (";;;=,", "en"),
    ],
)
def test_the_language_is_the_one_the_browser_wants_most(accept: str | None, language: str) -> None:
    assert best_language(accept) == language


def test_a_browser_that_asks_for_none_of_ours_gets_the_default() -> None:
    assert best_language("de", default="zh-Hans") == "zh-Hans"
