"""What goes beside an export so that finance can check it: what was asked, of what, and what must add up."""

import hashlib
import json

import polars as pl

from pipelines.reports.export import to_json
from pipelines.reports.request import Request, columns


def manifest(request: Request, snapshot: int, frame: pl.DataFrame, file: str, content: bytes) -> bytes:
    """JSON in UTF-8: report, by, as_of, filters, snapshot, rows, control_totals (see `control_totals`), file, bytes and
    the SHA-256 of `content`."""
    asked = request.checked()
    told = {
        "report": asked.report,
        "by": asked.by,
        "as_of": asked.as_of.isoformat(),
        "filters": {name: list(values) for name, values in asked.filters.items()},
        "snapshot": snapshot,
        "rows": frame.height,
        "control_totals": json.loads(to_json(control_totals(asked, frame))),
        "file": file,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def control_totals(request: Request, frame: pl.DataFrame) -> pl.DataFrame:
    """One row a currency, with the sum of each column of money, null where none has a value; rows without a currency
    are left out."""
    money = [column.name for column in columns(request.report, request.by) if column.kind == "money"]
    total = (pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in money)
    return frame.drop_nulls("currency").group_by("currency").agg(total).sort("currency")
