"""Who may do what, and the programme's numbers policy by policy, each with its source: read from the rules."""

import streamlit as st

from pages.ui import choices, filters, head, matrix
from pages.ui.answers import answer
from pages.ui.session import t
from pipelines.rules.policy import DEFAULT, policy_names

head.show("policy", valued=False)
st.header(t("policy.who"), anchor=False)
policy = filters.policy(policy_names(), DEFAULT)
wanted = choices.search("search", t("policy.search"))
matrix.permissions(answer("permissions", policy=[policy]), wanted)
st.caption(t("policy.who.help"))
st.header(t("policy.numbers"), anchor=False)
matrix.numbers(answer("policies", "number"), wanted)
st.header(t("policy.sources"), anchor=False)
matrix.sources(answer("policies", "source"), wanted)
