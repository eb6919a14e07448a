-- The cost of each month in each currency, from the first month with usage to the last; a month between without usage is zero.
WITH chosen_usage AS (
    FROM spend_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month)
),
calendar AS (
    SELECT unnest(generate_series(date_trunc('month', min(usage_on)), max(usage_on), INTERVAL 1 MONTH)) AS step
    FROM chosen_usage
),
spine AS (
    SELECT strftime(step, '%Y-%m') AS month, currency AS currency
    FROM calendar, (SELECT DISTINCT currency FROM chosen_usage)
    WHERE chosen($month, strftime(step, '%Y-%m'))
),
spent AS (
    SELECT strftime(usage_on, '%Y-%m') AS month, currency AS currency, sum(cost) AS cost, sum(usage_rows) AS usage_rows
    FROM chosen_usage
    GROUP BY ALL
)
SELECT
    spine.month AS month,
    spine.currency AS currency,
    COALESCE(spent.cost, 0)::DECIMAL(38, 18) AS cost,
    COALESCE(spent.usage_rows, 0)::BIGINT AS usage_rows
FROM spine
LEFT JOIN spent USING (month, currency)
ORDER BY month, currency;
