-- The states of the lake that a load or a rollback left: each with its pointer, and how many seconds ago that was.
SELECT
    state.snapshot_id AS version,
    changes.commit_extra_info AS pointer,
    CAST(extract(epoch FROM clock_timestamp() - state.snapshot_time) AS double precision) AS seconds
FROM ducklake_snapshot AS state
JOIN ducklake_snapshot_changes AS changes USING (snapshot_id)
WHERE changes.commit_extra_info IS NOT NULL
ORDER BY state.snapshot_id
