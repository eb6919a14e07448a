-- The tables of the database that is asked, by name.
SELECT table_name AS table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND NOT temporary
ORDER BY table_name
