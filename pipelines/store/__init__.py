"""DuckDB: where the files are, snapshots, drafts, queries. The only place that imports duckdb."""

from pipelines.store.places import Writing
from pipelines.store.scope import EVERYTHING, Scope
from pipelines.store.warehouse import Snapshot, Store

__all__ = ["EVERYTHING", "Scope", "Snapshot", "Store", "Writing"]
