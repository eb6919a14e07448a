"""What pages are measured against: a page with one chart and one table of a fixed frame of sixty rows."""

from datetime import date, timedelta

import altair as alt
import polars as pl
import streamlit as st

START, ROWS = date(2026, 1, 1), 60
FRAME = pl.DataFrame({"day": START + timedelta(days=row), "value": (row * 37) % 100} for row in range(ROWS))

st.title("A small page")
st.altair_chart(alt.Chart(FRAME).mark_line().encode(x="day:T", y="value:Q"))
st.dataframe(FRAME)
