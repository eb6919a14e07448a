-- The good rows of a file, with the file's number and the line each stands on.
SELECT {columns}, {file_no} AS file_no, {line} AS source_line
FROM read_parquet([{parts}]) AS part {lines}
