-- The server's process that holds the lock of loads.
SELECT pid AS pid
FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objid = {lock}
ORDER BY pid
LIMIT 1
