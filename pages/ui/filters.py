"""The choices above a page, each kept in the address as its code, so that what one sees can be sent to another.

Streamlit's own binding writes a choice's label, which another reader's language does not have. An address may name what
is no longer there: it then counts as not chosen.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

import streamlit as st

from pages.ui import written
from pages.ui.session import t

ALL = "all"
# These go along to the next page; the others are of one page.
SHARED = ("partner", "family", "currency")
PAGE, BROUGHT = "filter.page", "filter.brought"
PRODUCT_WIDTH = 300
# More partners than that are looked up by their names.
MOST_PILLS = 20
BENEFIT = "entitlement"


def arrive(page: str) -> bool:
    """Says which page this run shows, before its choices are drawn; choices made on another page come along.

    Only on arrival and all at once: an address that loses its choices later is the reader going back. Tells whether
    the reader has just arrived.
    """
    arrived = st.session_state.get(PAGE) != page
    if arrived:
        st.session_state[PAGE] = page
        brought = {key: told for key, told in st.session_state.get(BROUGHT, {}).items() if key not in st.query_params}
        if brought:
            st.query_params.update(brought)
    st.session_state[BROUGHT] = {key: st.query_params.get_all(key) for key in SHARED if key in st.query_params}
    return arrived


def partners(known: Mapping[str, str]) -> list[str]:
    """The partner ids chosen, of ids and names; empty (all of them) where none is chosen or there is only one."""
    if len(known) < 2:
        return []
    chosen = told("partner", known)
    st.session_state["partner"] = chosen
    draw = partial(st.multiselect, placeholder=t("filter.all"))
    if len(known) <= MOST_PILLS:
        draw = partial(st.pills, selection_mode="multi", wrap=True)
    draw(
        t("filter.partner"),
        list(known),
        format_func=known.__getitem__ if len(known) > MOST_PILLS else lambda one: _in_ink(known[one]),
        key="partner",
        on_change=remember,
        args=("partner",),
    )
    return chosen


def family(known: Sequence[str]) -> list[str]:
    """The family chosen, as the report's filter; empty for all. Nothing to choose where there is only one."""
    if len(known) < 2:
        return []
    chosen = _one_of("family", [ALL, *known], lambda one: t("filter.all") if one == ALL else t(f"family.{one}"))
    return [] if chosen == ALL else [chosen]


def currency(known: Sequence[str]) -> list[str]:
    """The one currency that figures and charts are in: the first unless another is chosen; none where none is known."""
    return [_one_of("currency", known, str)] if known else []


def policy(known: Sequence[str], usual: str) -> str:
    """The policy chosen; the usual one without a choice."""
    return _one_of("policy", known, lambda one: t(f"column.{one}"), usual)


def one_of(key: str, options: Sequence[str], words: str, usual: str | None = None) -> str:
    """A switch between ways to see a page; the default is `usual`, or the first. `words` is the area of the options'
    words."""
    return _one_of(key, options, lambda one: t(f"{words}.{one}"), usual)


def product(known: Mapping[str, str]) -> list[str]:
    """The product chosen, of codes and names; empty for all."""
    return of_list("product", known, t("filter.every_product"), PRODUCT_WIDTH)


def of_list(key: str, known: Mapping[str, str], every: str, width: int, label: str | None = None) -> list[str]:
    """One chosen of codes and words that are too many for a switch; empty for all, for which `every` stands."""
    chosen = told(key, known)[:1]
    st.session_state[key] = chosen[0] if chosen else None
    st.selectbox(
        label or t(f"filter.{key}"),
        list(known),
        format_func=lambda one: known[one],
        placeholder=every,
        index=None,
        key=key,
        on_change=remember,
        args=(key,),
        width=width,
    )
    return chosen


def benefit(known: Mapping[str, str]) -> str:
    """The benefit chosen, of ids and titles; the first without a choice. Nothing to choose where there is only one."""
    first = next(iter(known))
    chosen = (told(BENEFIT, known) or [first])[0]
    if len(known) > 1:
        st.session_state[BENEFIT] = chosen
        st.selectbox(
            t("held.choose"),
            list(known),
            format_func=lambda one: known[one],
            key=BENEFIT,
            on_change=remember,
            args=(BENEFIT, first),
        )
    return chosen


def go_to(entitlement_id: str | None) -> None:
    """Chooses a benefit by the address; for callbacks, before the page is drawn again. What has no id has no page."""
    if entitlement_id:
        st.query_params[BENEFIT] = entitlement_id


def _one_of(key: str, options: Sequence[str], label: Callable[[str], str], usual: str | None = None) -> str:
    if len(options) < 2:
        return options[0]
    usual = usual or options[0]
    chosen = (told(key, options) or [usual])[0]
    st.session_state[key] = chosen
    st.segmented_control(
        t(f"filter.{key}"),
        options,
        required=True,
        format_func=lambda one: _in_ink(label(one)),
        key=key,
        on_change=remember,
        args=(key, usual),
        wrap=True,
    )
    return chosen


def _in_ink(label: str) -> str:
    """In the ink of the text: the primary colour, which the chosen one would have, is too dark on the dark ground."""
    return f":gray[{written.plain(label)}]"


def told(key: str, options: Collection[str]) -> list[str]:
    """What the address says of a choice, without what is not there to choose."""
    return [one for one in st.query_params.get_all(key) if one in options]


def remember(key: str, default: object = None) -> None:
    """Puts a new choice into the address, a day as YYYY-MM-DD; a default needs no saying. For callbacks."""
    now = st.session_state[key]
    chosen = [str(one) for one in (now if isinstance(now, list) else [now]) if one not in (None, default)]
    if chosen:
        st.query_params[key] = chosen
    else:
        st.query_params.pop(key, None)
