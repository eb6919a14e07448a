"""The people of each partner and their roles: who is missing is added, who has gone is removed."""

import streamlit as st

from pages.ui import add_person, answers, empty, filters, head, history, people_desk, tables
from pages.ui.answers import answer
from pages.ui.people import EVERY_PARTNER

SEEN = {"name": 132, "partner": 104, "roles": 150, "member_type": 66, "email": 210}
DISABLED = {"disabled": 80}
DEEDS = ("add_person", "change_roles", "remove_person")

head.show("people", valued=False)
partner = filters.partners(answers.partners())
people = answer("people", "person", partner=partner)
if people.is_empty():
    empty.nothing_matches()
else:
    shown = people_desk.in_sight(people)
    rows = shown.to_dicts()
    left, right = st.columns([8, 5], gap="medium")
    with right:
        place = people_desk.choose(rows)
        at = rows[place]["partner_id"]
        people_desk.forms(rows[place])
        add_person.show(at if at != EVERY_PARTNER else next(iter(answers.partners())))
    with left:
        people_desk.leaders(people, at)
        pick = tables.Pick(f"people.{at}.{place}", place, lambda one: people_desk.go_to(rows[one]))
        seen = SEEN | DISABLED if people["disabled"].any() else SEEN
        tables.show(shown, "people", "person", seen=seen, pick=pick, whole=people)
        tables.say_cut(shown, people)
        people_desk.as_template(partner)
        people_desk.differences(partner)
history.show(partner=partner, deeds=DEEDS)
