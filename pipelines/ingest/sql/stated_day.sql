-- The days of this load, each with the statement that states it.
CREATE TEMP TABLE IF NOT EXISTS stated_day_of_{table} AS
SELECT {group}, 0 AS statement, '' AS name
FROM staged
LIMIT 0;
