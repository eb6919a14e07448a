-- Each file of each load, the newest first: its rows, and per currency the sum of its text and the sum that was stored.
SELECT
    file.load_id AS load_id,
    file.loaded_at AS loaded_at,
    file.loaded_by AS loaded_by,
    file.file AS file,
    file.format AS format,
    file.rows_read AS rows_read,
    file.rows_loaded AS rows_loaded,
    file.rows_unchanged AS rows_unchanged,
    file.rows_rejected AS rows_rejected,
    total.currency AS currency,
    total.control_total AS control_total,
    total.stored_total AS stored_total,
    (total.control_total - total.stored_total)::DECIMAL(38, 18) AS difference
FROM visible_load_file AS file
LEFT JOIN load_total AS total USING (load_id, file_no)
WHERE chosen($currency, total.currency)
    AND chosen($format, file.format)
ORDER BY load_id DESC, file.file_no, currency;
