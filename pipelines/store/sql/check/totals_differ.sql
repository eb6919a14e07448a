-- Files loaded whole whose stored total was not their control total.
SELECT 'load_total' AS source_table, concat_ws(', ', load_id, file_no, currency) AS found
FROM load_total
JOIN load_file USING (load_id, file_no)
WHERE rows_rejected = 0 AND control_total <> stored_total
ORDER BY load_id, file_no, currency;
