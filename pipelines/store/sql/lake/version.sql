-- The state of the lake that is a snapshot of ours: the last one of which the pointer says that it was live.
SELECT snapshot_id AS snapshot_id
FROM ducklake_snapshot_changes
WHERE CAST(commit_extra_info AS json) ->> 'live' = '{number}'
ORDER BY snapshot_id DESC
LIMIT 1
