-- The head of the loads: one row, no lower than any load's number, so that no number is given twice.
SELECT 'load_head' AS source_table, COALESCE(max(load_head.load_id)::VARCHAR, '-') AS found
FROM load_head
HAVING count(*) <> 1 OR max(load_head.load_id) < (SELECT COALESCE(max(load.load_id), 0) FROM load);
