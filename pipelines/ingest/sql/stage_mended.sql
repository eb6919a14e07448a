-- A file of mended rows states its groups together with what the first load and its earlier menders left of them.
-- All of these name lines of the first file, so a line that is mended again takes the place of the one before.
CREATE OR REPLACE TEMP VIEW staged AS
SELECT {columns}, source_line FROM file_part
UNION ALL
SELECT {columns}, source_line FROM {table} AS old
WHERE old.load_id IN (SELECT load_id FROM load WHERE load_id = {mends} OR mends_load_id = {mends})
  AND old.source_line NOT IN (SELECT source_line FROM file_part)
  AND EXISTS (SELECT 1 FROM file_part AS new WHERE {same_group});
