-- The last file loaded into the usage table, if it has this digest and was loaded whole with these settings.
SELECT file.rows_read, total.currency, total.control_total
FROM load_file AS file
LEFT JOIN load_total AS total USING (load_id, file_no)
WHERE file.sha256 = $sha256
  AND file.format = $format
  AND file.settings = $settings
  AND file.rows_rejected = 0
  AND file.load_id = (SELECT max(last.load_id) FROM load_file AS last WHERE last.format = $format)
  AND 1 = (SELECT count(*) FROM load_file AS beside WHERE beside.load_id = file.load_id AND beside.format = $format)
ORDER BY total.currency;
