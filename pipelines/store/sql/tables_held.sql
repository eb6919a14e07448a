-- The tables of the database that is asked, by name; some of a snapshot's are views on where it is kept.
SELECT table_name AS table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND NOT temporary
UNION ALL
SELECT view_name AS table_name
FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal
ORDER BY table_name
