-- The days of which file and table hold the same rows, each as often. Such days agree in the number of rows, in the sum
-- of amounts and in the sum of what their rows hash to; days that differ do not, but by a chance of one in 2^64. To
-- tell it row by row takes ten times as long, so that is done for the other days only.
CREATE OR REPLACE TEMP TABLE same_day AS
SELECT {day}
FROM (
    SELECT {columns}, TRUE AS nothing_else, TRUE AS of_file
    FROM staged
    UNION ALL
    SELECT {columns}, {nothing_else} AS nothing_else, FALSE AS of_file
    FROM {table} AS old
    SEMI JOIN (SELECT DISTINCT {day} FROM staged) USING ({day})
)
GROUP BY {day}
HAVING bool_and(nothing_else)
    AND count(*) FILTER (of_file) = count(*) FILTER (NOT of_file)
    AND sum({amount}) FILTER (of_file) = sum({amount}) FILTER (NOT of_file)
    AND sum(hash({columns})::HUGEINT) FILTER (of_file) = sum(hash({columns})::HUGEINT) FILTER (NOT of_file);

-- What is left to be compared.
CREATE OR REPLACE TEMP VIEW anew AS
SELECT * FROM staged ANTI JOIN same_day USING ({day});
