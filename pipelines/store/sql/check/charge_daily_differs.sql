-- Days whose rolled-up charges are not the sum of their rows, to the last digit.
WITH summed AS (
    SELECT dataset, subscription_id, usage_on, service, resource_group, currency, credit_eligible,
        sum(cost)::DECIMAL(38, 18) AS cost,
        CASE WHEN count(cost_usd) = count(*) THEN sum(cost_usd)::DECIMAL(38, 18) END AS cost_usd,
        CASE WHEN count(effective_cost) = count(*) THEN sum(effective_cost)::DECIMAL(38, 18) END AS effective_cost,
        count(*) AS usage_rows
    FROM charge
    GROUP BY dataset, subscription_id, usage_on, service, resource_group, currency, credit_eligible
),
rolled AS (
    SELECT dataset, subscription_id, usage_on, service, resource_group, currency, credit_eligible, cost, cost_usd,
        effective_cost, usage_rows
    FROM charge_daily
),
differing AS (
    (FROM summed EXCEPT ALL FROM rolled)
    UNION ALL
    (FROM rolled EXCEPT ALL FROM summed)
)
SELECT DISTINCT 'charge_daily' AS source_table,
    concat_ws(', ', dataset, subscription_id, usage_on, service, resource_group, currency) AS found
FROM differing
ORDER BY found;
