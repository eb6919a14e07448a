-- How many files the lake has in all its states, and their bytes.
SELECT count(*) AS files, CAST(COALESCE(sum(file.file_size_bytes), 0) AS bigint) AS bytes
FROM (
    SELECT file_size_bytes FROM ducklake_data_file
    UNION ALL
    SELECT file_size_bytes FROM ducklake_delete_file
) AS file
