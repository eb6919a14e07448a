-- The lines that a load set aside; none where the load is not part of this state.
SELECT DISTINCT source_line
FROM quarantine
WHERE load_id = $load_id
ORDER BY source_line;
