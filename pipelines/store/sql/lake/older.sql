-- The states of the lake before one of them.
SELECT snapshot_id AS version
FROM ducklake_snapshot
WHERE snapshot_id < {version}
ORDER BY snapshot_id
