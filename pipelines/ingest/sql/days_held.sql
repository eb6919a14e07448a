-- Whether the warehouse holds anything of a day that the file states.
SELECT EXISTS (
    SELECT 1
    FROM {table}_daily
    SEMI JOIN (SELECT DISTINCT {day} FROM staged) USING ({day})
) AS held;
