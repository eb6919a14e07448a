"""What can be asked of the small world, as Hypothesis strategies: mostly by who may, mostly of what is there."""

from hypothesis import strategies as st

from tests.deeds_programme import AT_HAND, OFFERS, STEPS
from tests.deeds_world import CORE, KEYS, PACK, PEOPLE, STRANGER

Words = st.SearchStrategy[str]
# Somebody of the world, or whoever is Global admin by then.
ADMIN = "a Global admin"
ACTOR: Words = st.sampled_from([*[ADMIN] * 20, *PEOPLE, STRANGER])
PERSON: Words = st.sampled_from([*PEOPLE, STRANGER])
YES: Words = st.sampled_from(["yes", "yes", "yes", "yes", "yes", "no"])
CREDIT: Words = st.sampled_from(["E-month", "E-month", "E-bulk", "E-bulk", "E-pack"])
KEY: Words = st.sampled_from([*KEYS, "none"])
TECHNICAL: Words = st.sampled_from(["E-cases", "E-hours"])
# With what somebody says a bulk credit is used beside.
BESIDE: Words = st.sampled_from(["none", "none", "none", "other", "csp", "azure_pass", "action_pack"])
HOURS: Words = st.sampled_from(["1", "4.5", "5", "24.99", "25", "25.01", "30"])
STEP: Words = st.sampled_from([*AT_HAND, *STEPS])
BETTER = "success-expanded-2026", "solutions-partner-security-2026", "partner-launch-2026"
OFFER: Words = st.sampled_from([*BETTER, *BETTER, *OFFERS, "none-such"])
SCORE: Words = st.sampled_from(["", "69", "70", "70"])
ROLES: Words = st.sampled_from(
    ["", "global_admin", "mpn_partner_admin", "admin_agent;global_admin", "user_management_admin", "auditor"]
)
IDS = st.sampled_from([("123456789", "123456789")] * 4 + [("12345678", "123456789"), ("", "123456789"), ("", "")])
# Days from the day on which something is said; the ends of terms are a year away.
AGO = st.sampled_from([0, 0, 0, 0, 0, 1, 10, 365, -1])
LATER = st.sampled_from([0, 0, 0, 1, 30, -1])
SUBSCRIPTIONS: Words = st.sampled_from([f"{digit * 8}-0000-0000-0000-000000000000" for digit in "abc"])
# Of a grant: its first day from today, how many days it lasts (None: not stated), its amount (empty: not stated).
GRANT = st.tuples(
    st.sampled_from([0, 0, 0, -30, -1, 1, 30]),
    st.sampled_from([None, None, 0, 1, 30, 365, -1]),
    st.sampled_from(["", "", "100", "6000.00", "0"]),
)
CURRENCY: Words = st.sampled_from(["EUR", "USD", "JPY"])
# Before, on or after a day that counts, one of the next.
WAIT = st.tuples(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 9]), st.sampled_from([-1, 0, 1]))
SUBSCRIPTION = st.tuples(st.sampled_from([0, 0, 3, 4, 8, 9, 10, 100]), st.sampled_from([None, 0, 1, 200, 200, 400]))
HELD: Words = st.sampled_from([CORE, CORE, PACK])
# The number of an order, how long ago it was paid, and the partner's score.
Paid = tuple[int, int, str]
PAID = st.tuples(st.integers(1, 4), AGO, SCORE)
# Days from the anniversary on which a renewal is tried; None: on the day it is.
WINDOW = st.sampled_from([None, None, None, -1, 0, 1, 15, 29, 30])
