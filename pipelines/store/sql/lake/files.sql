-- The files of a state of the lake, from the folder of its files on.
SELECT concat(named.path, file.path) AS path
FROM (
    SELECT table_id, path, begin_snapshot, end_snapshot FROM ducklake_data_file
    UNION ALL
    SELECT table_id, path, begin_snapshot, end_snapshot FROM ducklake_delete_file
) AS file
JOIN ducklake_table AS known ON known.table_id = file.table_id
JOIN ducklake_schema AS room ON room.schema_id = known.schema_id
CROSS JOIN LATERAL (SELECT concat(room.path, known.path) AS path) AS named
WHERE file.begin_snapshot <= {version} AND (file.end_snapshot IS NULL OR file.end_snapshot > {version})
ORDER BY path
