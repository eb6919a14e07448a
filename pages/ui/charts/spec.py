"""A chart as the browser gets it."""

import threading
from typing import Any

import altair as alt
import pyarrow as pa

from pages.ui.charts.base import Drawing

# Altair's settings are those of the whole process.
_GUARD = threading.Lock()


def spec_of(chart: Drawing) -> dict[str, Any]:
    """The chart as Vega-Lite, with its frames under `datasets`, as tables by name."""
    names: dict[int, str] = {}
    tables: dict[str, pa.Table] = {}

    def named(frame: Any) -> dict[str, str]:
        name = names.setdefault(id(frame), f"frame-{len(names)}")
        tables[name] = frame.to_arrow()
        return {"name": name}

    with _GUARD:
        alt.data_transformers.register("named", named)
        # Altair's own theme has sizes of its own.
        with alt.theme.enable("none"), alt.data_transformers.enable("named"):
            told: dict[str, Any] = chart.to_dict()
    return told | {"datasets": tables}
