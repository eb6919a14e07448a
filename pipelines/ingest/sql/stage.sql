-- The good rows of a file, with the line each stands on.
CREATE OR REPLACE TEMP VIEW staged AS
SELECT {columns}, {line} AS source_line
FROM read_parquet([{parts}]) AS part {lines};
