-- How many rows a table has, and a digest of them in whatever order they lie: the same for every copy of the table.
SELECT
    count(*) AS row_count,
    sha256(concat_ws(
        '-', count(*), sum(md5_number_lower(held::VARCHAR)), sum(md5_number_upper(held::VARCHAR))
    )) AS digest
FROM query_table($table_name) AS held
