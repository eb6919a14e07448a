"""Account set-up: what is needed at hand, the steps in their order, the primary contact (source rows 93-103)."""

import streamlit as st

from pages.ui import answers, empty, filters, head, history, onboarding_desk

DEEDS = ("complete_step", "send_verification", "verify_contact")

head.show("onboarding", valued=False)
known = answers.partners()
partner = (filters.partners(known) or list(known))[:1]
if not partner:
    empty.nothing_matches()
else:
    account = onboarding_desk.account(partner[0])
    onboarding_desk.progress(account)
    left, right = st.columns([8, 5], gap="medium")
    with left:
        onboarding_desk.steps(account)
    with right:
        onboarding_desk.next_step(account)
        onboarding_desk.contact(account)
    history.show(partner=partner, deeds=DEEDS)
