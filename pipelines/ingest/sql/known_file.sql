-- A file of the last load of the table, if it has this digest and was loaded whole with these settings among as many.
SELECT file.rows_read, total.currency, total.control_total
FROM load_file AS file
LEFT JOIN load_total AS total USING (load_id, file_no)
WHERE file.sha256 = $sha256
  AND file.format = $format
  AND file.settings = $settings
  AND file.rows_rejected = 0
  AND file.load_id = (SELECT max(last.load_id) FROM load_file AS last WHERE list_contains($formats, last.format))
  AND $files = (
    SELECT count(*)
    FROM load_file AS beside
    WHERE beside.load_id = file.load_id AND list_contains($formats, beside.format)
  )
ORDER BY file.file_no, total.currency;
