-- The pointer that the last load or rollback wrote with its state of the lake. Asked of PostgreSQL.
SELECT commit_extra_info AS pointer
FROM ducklake_snapshot_changes
WHERE commit_extra_info IS NOT NULL
ORDER BY snapshot_id DESC
LIMIT 1
