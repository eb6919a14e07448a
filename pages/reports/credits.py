"""What each Azure credit has left, what will become of it, what lapsed, and which thresholds come next."""

import streamlit as st

from pages.ui import answers, credit_cards, empty, exchange_rates, filters, folded, head, tables, unlinked
from pages.ui.answers import answer
from pages.ui.session import t

WHOSE = {"subscription": 184, "partner": 130}
LEFT = {"status": 112, "ends_on": 88, "amount": 96, "used_share": 82, "left": 83, "lapsed": 83, "currency": 68}
MONTH = {"month": 80, "spent": 104, "used": 104, "lapsed": 104, "left": 104, "currency": 68}
RATE = {"rate": 84, "rate_on": 92, "rate_source": 120}
DRAWN = {"subscription": 176, "drawn_by": 170, "billed": 104, "billed_in": 84} | RATE | {"spent": 104, "currency": 68}
ERRORS = {"method": 110, "past_error": 90, "run_rate_error": 124}
ENDS = {"low": 116, "lapses_at_end": 148, "high": 116, "currency": 68}
# The report of each way to see the statement, and its columns in sight.
STATEMENT = {"credit": WHOSE | LEFT, "month": WHOSE | MONTH, "draw": DRAWN, "forecast": WHOSE | ERRORS | ENDS}
REPORT = {"forecast": ("credit-forecast", "credit")}
COMING = {"threshold": 104, "state": 104, "due_on": 92, "reached_on": 92, "lapses_at_end": 148, "currency": 68}
# A credit has seven thresholds: of several credits, the next ones are in sight.
COMING_ROWS, COMING_HEIGHT = 8, 320

head.show("credits", valued=False)
asked = {"partner": filters.partners(answers.partners())}
credits = answer("credit-balance", **asked)
covered = {"partner": answers.covered(asked["partner"])}
if credits.is_empty():
    empty.no_credits()
else:
    credit_cards.show(credits, asked)
    st.caption(t("credits.band"))
    folded.show(credit_cards.days_of_all(asked))
    st.header(t("credits.table"), anchor=False)
    by = filters.one_of("statement", list(STATEMENT), "statement")
    report = REPORT.get(by, ("credit-balance", by))
    tables.show(answer(*report, **asked), *report, seen=STATEMENT[by], asked=covered)
    st.header(t("credits.thresholds"), anchor=False)
    thresholds = answer("credit-thresholds", **asked)
    height = COMING_HEIGHT if thresholds.height > COMING_ROWS else None
    tables.show(thresholds, "credit-thresholds", seen=WHOSE | COMING, asked=covered, height=height)
unlinked.show(asked["partner"])
if credits.height:
    exchange_rates.show(asked["partner"])
st.page_link("reports/spend.py", label=t("credits.spent_on"), icon=":material/payments:")
