-- The pointer as the transaction sees it that writes on the lake.
SELECT commit_extra_info AS pointer
FROM ducklake_snapshots('draft')
WHERE commit_extra_info IS NOT NULL
ORDER BY snapshot_id DESC
LIMIT 1
