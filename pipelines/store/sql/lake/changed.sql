-- The tables that something was written to or deleted from after a state of the lake.
SELECT DISTINCT known.table_name AS table_name
FROM ducklake_snapshot_changes AS changes
CROSS JOIN LATERAL regexp_matches(changes.changes_made, ':(\d+)', 'g') AS named(table_ids)
JOIN ducklake_table AS known ON known.table_id = CAST(named.table_ids[1] AS bigint) AND known.end_snapshot IS NULL
WHERE changes.snapshot_id > {version}
ORDER BY table_name
