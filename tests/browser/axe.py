"""What axe finds on a page: https://dequeuniversity.com/rules/axe explains each of its rules."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WEIGHTY = ("serious", "critical")
# Streamlit's own menu keeps the pages of a section in a <div> between <ul> and <li>. No option of its changes that but
# to have no sections, without which nobody finds his way through twenty pages.
MENU, OF_LISTS = "stSidebarNav", ("list", "listitem")
_AXE = Axe()


def faults(page: Page) -> list[str]:
    """The serious and critical violations: rule, element, and what axe says of it."""
    found = _AXE.run(page).response["violations"]
    nodes = [(one["id"], node) for one in found if one["impact"] in WEIGHTY for node in one["nodes"]]
    return [_said(rule, node) for rule, node in nodes if not (rule in OF_LISTS and _in_menu(page, node))]


def _in_menu(page: Page, node: dict[str, Any]) -> bool:
    return bool(page.locator(node["target"][0]).evaluate(f"one => one.closest('[data-testid={MENU}]') !== null"))


def _said(rule: str, node: dict[str, Any]) -> str:
    return f"{rule}: {node['target']} {node['html'][:200]} {node.get('failureSummary')}"
