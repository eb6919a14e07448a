-- Loads after the one that set rows aside, whose rows the mended file would take away.
SELECT min(old.load_id) AS load_id
FROM {table} AS old
JOIN gone ON gone.stored_at = old.rowid
WHERE old.load_id > {mends}
  AND old.load_id NOT IN (SELECT load_id FROM load WHERE mends_load_id = {mends});
