"""What is measured against what, and the most that each figure should be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """A figure's name, `what : reference`, its section and its limit. In `x` it is a ratio against the reference.

    `least`: the figure should be at least the limit. Without a limit it is told for comparison.
    """

    section: str
    name: str
    limit: float | None
    unit: str = "x"
    least: bool = False

    def met_by(self, value: float) -> bool | None:
        """Whether a figure is good enough; None where there is no limit."""
        if self.limit is None:
            return None
        return value >= self.limit if self.least else value <= self.limit


AIMS = {
    "load": Aim("loads", "load : DuckDB's plain read_csv table", 1.0),
    "load_typed": Aim("loads", "load : DuckDB reading the same types", 0.5),
    "load_again": Aim("loads", "load of the identical file : the first", 0.3),
    "load_shuffled": Aim("loads", "load of the same rows shuffled : the first", 1.0),
    "load_dlt": Aim("loads", "load : dlt, arrow to DuckDB", 1.0),
    "load_pandera": Aim("loads", "load : pandas, pandera, DuckDB", 1.0),
    "load_frictionless": Aim("loads", "load : frictionless, checking alone", 1.0),
    "load_peak": Aim("memory", "peak of a load", 1500, "MB"),
    "load_peak_twice": Aim("memory", "peak of a load of twice the rows : once", 1.15),
    "load_peak_fourfold": Aim("memory", "peak of a load of four times the rows : once", 1.15),
    "decide": Aim("rules", "rules on a portfolio : the same polars filters by hand", 30),
    "report_usage": Aim("reports", "credit report, many usage rows : few", 1.5),
    "report_benefits": Aim("reports", "benefit report, many benefits : few, per benefit", 1.0),
    "report_by_hand_first": Aim("reports", "first report of a day : query by hand on the raw rows", 2.0),
    "report_by_hand": Aim("reports", "later report of a day : query by hand on the raw rows", 2.0),
    "page_first": Aim("pages", "first run of a page after a load : a small page", 3.0),
    "page_cached": Aim("pages", "later run of a page : a small page", 3.0),
    "browser_first": Aim("browser", "page drawn after a load : a small page", 1.5),
    "browser_cached": Aim("browser", "page drawn later : a small page", 1.5),
    "deed": Aim("deeds", "deed : bare DuckDB commit", 5.0),
    "deeds_sustained": Aim("deeds", "deeds of several partners at once", 200, "/s", least=True),
    "replica_deeds": Aim("replicas", "deeds of one replica on PostgreSQL", None, "/s"),
    "replicas": Aim("replicas", "deeds by three replicas on one PostgreSQL : by one", 1.0),
    "replicas_lost": Aim("replicas", "deeds by replicas that are lost or doubled", 0, "deeds"),
    "sessions": Aim("sessions", "p95 of clicks at once : those on a small page", 2.0),
    "session_errors": Aim("sessions", "errors among clicks at once", 0, "errors"),
    "server_peak": Aim("sessions", "memory of the server after all clicks", None, "MB"),
    "export": Aim("exports", "CSV of the rows : DuckDB's COPY of the same query", 1.5),
    "start_page": Aim("start", "cold start to the first page : streamlit hello", 1.3),
    "start_help": Aim("start", "benefits --help : import of polars and duckdb", 1.3),
    "start_report": Aim("start", "benefits report loads : import of polars and duckdb", 1.3),
}
