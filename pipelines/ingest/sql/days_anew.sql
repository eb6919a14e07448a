-- The days that are stored and stated otherwise, with their totals before and after by currency.
WITH both_sides AS (
    SELECT {days}, currency, {amount} AS before, 0 AS after
    FROM stored_row
    SEMI JOIN changed_group USING ({group})
    UNION ALL
    SELECT {days}, currency, 0 AS before, {amount} AS after
    FROM file_row
    SEMI JOIN stored_row USING ({group})
    SEMI JOIN changed_group USING ({group})
)
SELECT usage_on, currency, sum(before)::DECIMAL(38, 18) AS total_before, sum(after)::DECIMAL(38, 18) AS total_after
FROM both_sides
GROUP BY {days}, currency
ORDER BY usage_on, {days}, currency;
