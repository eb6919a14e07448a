"""The choices above a page, each kept in the address, so that what one sees can be sent to another.

An address may name what is no longer there: it then counts as not chosen.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pages.ui import written
from pages.ui.session import t

ALL = "all"
PRODUCT_WIDTH = 300


def partners(known: Mapping[str, str]) -> list[str]:
    """The partner ids chosen, of ids and names; empty (all of them) where none is chosen or there is only one."""
    if len(known) < 2:
        return []
    _forget_unknown("partner", known)
    return st.pills(
        t("filter.partner"),
        list(known),
        selection_mode="multi",
        format_func=lambda one: written.plain(known[one]),
        key="partner",
        bind="query-params",
        wrap=True,
    )


def family(known: Sequence[str]) -> list[str]:
    """The family chosen, as the report's filter; empty for all. Nothing to choose where there is only one."""
    chosen = _one_of("family", [ALL, *known], lambda one: t("filter.all") if one == ALL else t(f"family.{one}"))
    return [] if chosen in (None, ALL) else [chosen]


def one_of(key: str, options: Sequence[str], words: str) -> str:
    """A switch between ways to see a page; the first is the default. `words` is the area of the options' words."""
    return _one_of(key, options, lambda one: t(f"{words}.{one}")) or options[0]


def currency(known: Sequence[str]) -> list[str]:
    """The one currency that figures and charts are in: the first unless another is chosen; none where none is known."""
    chosen = _one_of("currency", known, str)
    return [chosen] if chosen else []


def product(known: Mapping[str, str]) -> list[str]:
    """The product chosen, of codes and names; empty for all."""
    _forget_unknown("product", known)
    chosen = st.selectbox(
        t("filter.product"),
        list(known),
        index=None,
        format_func=lambda one: known[one],
        placeholder=t("filter.every_product"),
        key="product",
        bind="query-params",
        width=PRODUCT_WIDTH,
    )
    return [chosen] if chosen else []


def _one_of(key: str, options: Sequence[str], label: Callable[[str], str]) -> str | None:
    if len(options) < 2:
        return options[0] if options else None
    _forget_unknown(key, options)
    return st.segmented_control(
        t(f"filter.{key}"),
        options,
        default=options[0],
        required=True,
        format_func=label,
        key=key,
        bind="query-params",
        wrap=True,
    )


def _forget_unknown(key: str, known: object) -> None:
    """A choice kept from another page or an older state of the data is dropped before its control is drawn."""
    kept = st.session_state.get(key)
    chosen = kept if isinstance(kept, list) else [kept]
    if kept is not None and not all(one in known for one in chosen):
        del st.session_state[key]
