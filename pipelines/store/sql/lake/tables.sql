-- The tables of a state of the lake: whether each ever held a row, and the bytes of its files.
SELECT
    known.table_name AS table_name,
    EXISTS (SELECT 1 FROM ducklake_table_stats AS stats WHERE stats.table_id = known.table_id) AS written,
    CAST(COALESCE(sum(file.file_size_bytes), 0) AS bigint) AS bytes
FROM ducklake_table AS known
LEFT JOIN ducklake_data_file AS file
    ON file.table_id = known.table_id
    AND file.begin_snapshot <= {version} AND (file.end_snapshot IS NULL OR file.end_snapshot > {version})
WHERE known.begin_snapshot <= {version} AND (known.end_snapshot IS NULL OR known.end_snapshot > {version})
GROUP BY known.table_id, known.table_name
ORDER BY known.table_name
