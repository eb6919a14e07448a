"""No rule without a case that breaks it alone and a sentence in each language, no action without a rule."""

import os
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from pipelines.actions import ACTIONS, OF_NO_PARTNER
from pipelines.rules.decide import rules_of
from pipelines.rules.policy import POLICY
from pipelines.rules.rows import RULES
from pipelines.rules.rule import Kind, Rule
from pipelines.text import LANGUAGES, catalog

TESTS = Path(__file__).parent
# Who tells which cases break one rule each is called so; in files of rules alone every case counts.
TABLE = re.compile(r"def test_each_rule_\w*alone")
# Who has no role has not the link either: the rule about the link says so too.
NEVER_ALONE = {"verify_contact.role"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The rules that some case of a table breaks alone, as the tables find them in a run of their own."""
    told = tmp_path_factory.mktemp("rules") / "alone"
    tables = [str(path) for path in sorted(TESTS.glob("test_*.py")) if TABLE.search(path.read_text("utf-8"))]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.rules_alone"]
    run = subprocess.run(
        [*command, "-k", "rules or (each_rule and alone)", *tables],
        cwd=TESTS.parent,
        env=os.environ | {"RULES_ALONE": str(told)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    return set(told.read_text("utf-8").split())


def test_each_rule_is_broken_by_a_case_of_its_own(alone: set[str]) -> None:
    assert [rule.id for rule in RULES if rule.id not in alone | NEVER_ALONE] == []


def test_a_rule_is_named_after_its_action_and_once() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert [rule.id for rule in RULES if not rule.id.startswith(f"{rule.action}.")] == []


def test_a_rule_is_of_a_kind_that_there_is() -> None:
    assert [rule.id for rule in RULES if rule.kind not in get_args(Kind)] == []


@pytest.mark.parametrize("action", [*ACTIONS, *OF_NO_PARTNER])
def test_every_action_has_rules(action: str) -> None:
    assert len(rules_of(action)) >= 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_is_wrong_in_every_language_with_its_own_facts(rule: Rule) -> None:
    says = {*rule.says} if rule.kind != "permission" else {f"{POLICY}roles"}
    for language in LANGUAGES:
        sentence = catalog(language).get(rule.sentence)
        assert sentence, (rule.sentence, language)
        assert _facts(sentence) <= says, (rule.id, language)
    facts = [_facts(catalog(language)[rule.sentence]) for language in LANGUAGES]
    assert facts[0] == facts[1] == facts[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_names_where_it_comes_from(rule: Rule) -> None:
    assert re.search(r"\brows? \d+|\b[A-Z]\d{1,2}\b|domain-facts|\[design\]", rule.source), rule.source


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
