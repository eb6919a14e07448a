-- The good rows of a file, with the line each stands on.
CREATE OR REPLACE TEMP VIEW file_part AS
SELECT {columns}, {line} AS source_line
FROM read_parquet({parts}) AS part {lines};

CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM file_part;
