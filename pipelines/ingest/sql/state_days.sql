-- The days that a statement states, under the name of its first file.
INSERT INTO stated_day_of_{table}
SELECT DISTINCT {group}, {statement} AS statement, $name AS name
FROM staged;
