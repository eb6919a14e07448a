-- Rates that are not those which the charges carry.
WITH carried AS (
    SELECT DISTINCT dataset, subscription_id, usage_on, pricing_currency, currency, exchange_rate,
        COALESCE(exchange_rate_on, usage_on) AS exchange_rate_on
    FROM charge
    WHERE pricing_currency <> currency AND exchange_rate IS NOT NULL
),
differing AS (
    (FROM carried EXCEPT ALL FROM carried_rate)
    UNION ALL
    (FROM carried_rate EXCEPT ALL FROM carried)
)
SELECT DISTINCT 'carried_rate' AS source_table,
    concat_ws(', ', dataset, subscription_id, usage_on, pricing_currency, currency) AS found
FROM differing
ORDER BY found;
