"""Membership: what is held and until when, renewal, upgrade, refund, purchase, and what each level gives."""

import streamlit as st

from pages.ui import answers, charts, filters, head, history, levels, membership_desk
from pages.ui.answers import answer
from pages.ui.session import as_of, language, t

DEEDS = ("record_purchase", "renew_membership", "upgrade_membership", "request_refund")

head.show("membership", valued=False)
known = answers.partners()
partner = filters.partners(known)
membership_desk.old_portal(partner or list(known))
terms = answer("memberships", "term", partner=partner)
left, right = st.columns([8, 5], gap="medium")
if terms.is_empty():
    with left:
        st.info(t("membership.none"), icon=":material/workspace_premium:")
        levels.show()
    with right:
        for partner_id in (partner or list(known))[:1]:
            membership_desk.purchase(partner_id)
else:
    place = membership_desk.choose(terms)
    chosen = terms.row(place, named=True)
    with left:
        charts.show(charts.terms(terms, language(), as_of()))
        st.header(t("membership.terms"), anchor=False)
        membership_desk.list_terms(terms, place)
        membership_desk.days(chosen)
        levels.show()
    with right:
        membership_desk.forms(chosen)
        membership_desk.purchase(chosen["partner_id"])
history.show(partner=partner, deeds=DEEDS)
