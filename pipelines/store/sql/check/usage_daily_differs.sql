-- Days whose rolled-up cost is not the sum of their rows, to the last digit.
WITH summed AS (
    SELECT dataset, subscription_id, usage_on, service, currency,
        sum(cost)::DECIMAL(38, 18) AS cost, count(*) AS usage_rows
    FROM usage
    GROUP BY dataset, subscription_id, usage_on, service, currency
),
rolled AS (
    SELECT dataset, subscription_id, usage_on, service, currency, cost, usage_rows
    FROM usage_daily
),
differing AS (
    (FROM summed EXCEPT ALL FROM rolled)
    UNION ALL
    (FROM rolled EXCEPT ALL FROM summed)
)
SELECT DISTINCT 'usage_daily' AS source_table,
    concat_ws(', ', dataset, subscription_id, usage_on, service, currency) AS found
FROM differing
ORDER BY found;
