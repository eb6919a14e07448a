-- Rows of the file and rows stored in the groups it states, the n-th of equal rows numbered n on both sides. A stored
-- row that says something else besides, in columns that this layout does not have, is another one. Both sides have a
-- column of that, so that the joins below are on equal columns alone: a condition on one side makes them try all pairs.
CREATE OR REPLACE TEMP TABLE file_row AS
SELECT {columns}, file_no, source_line, TRUE AS nothing_else,
    row_number() OVER (PARTITION BY {columns} ORDER BY file_no, source_line) AS nth
FROM anew
{once};

CREATE OR REPLACE TEMP TABLE stored_row AS
SELECT old.rowid AS stored_at, {columns}, {nothing_else} AS nothing_else,
    row_number() OVER (PARTITION BY {columns} ORDER BY load_id, source_line) AS nth
FROM {table} AS old
WHERE {stated};

-- What differs: stored rows the file no longer states, and rows that are new.
CREATE OR REPLACE TEMP TABLE gone AS
SELECT old.* FROM stored_row AS old ANTI JOIN file_row AS new ON {same_row};

CREATE OR REPLACE TEMP TABLE fresh AS
SELECT new.* FROM file_row AS new ANTI JOIN stored_row AS old ON {same_row};

-- The groups in which anything differs; these are exchanged whole, so that all rows of a group name one statement.
CREATE OR REPLACE TEMP TABLE changed_group AS
SELECT {group} FROM gone UNION SELECT {group} FROM fresh;
