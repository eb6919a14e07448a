-- The tables of the lake that is open for writing, each with its columns as a statement makes them.
SELECT
    table_name AS table_name,
    string_agg(
        concat('"', column_name, '" ', data_type, CASE WHEN NOT is_nullable THEN ' NOT NULL' END),
        ', ' ORDER BY column_index
    ) AS columns
FROM duckdb_columns()
WHERE database_name = 'draft'
GROUP BY table_name
ORDER BY table_name
