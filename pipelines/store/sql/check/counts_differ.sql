-- Files whose rows are not all accounted for: loaded, there before, or set aside with their line.
WITH set_aside AS (
    SELECT load_id, file_no, count(DISTINCT source_line) AS lines
    FROM quarantine
    GROUP BY load_id, file_no
)
SELECT 'load_file' AS source_table, concat_ws(', ', load_id, file_no) AS found
FROM load_file
LEFT JOIN set_aside USING (load_id, file_no)
WHERE rows_read <> rows_loaded + rows_unchanged + rows_rejected
    OR least(rows_loaded, rows_unchanged, rows_rejected) < 0
    OR rows_rejected <> COALESCE(lines, 0)
ORDER BY load_id, file_no;
