-- The cost of each day in each currency, from the first day with usage to the last; a day between without usage is zero.
WITH chosen_usage AS (
    FROM spend_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month)
),
calendar AS (
    SELECT unnest(generate_series(min(usage_on), max(usage_on), INTERVAL 1 DAY)) AS step
    FROM chosen_usage
),
spine AS (
    SELECT step::DATE AS date, currency AS currency
    FROM calendar, (SELECT DISTINCT currency FROM chosen_usage)
    WHERE chosen($month, strftime(step, '%Y-%m'))
),
spent AS (
    SELECT usage_on AS date, currency AS currency, sum(cost) AS cost, sum(usage_rows) AS usage_rows
    FROM chosen_usage
    GROUP BY ALL
)
SELECT
    spine.date AS date,
    spine.currency AS currency,
    COALESCE(spent.cost, 0)::DECIMAL(38, 18) AS cost,
    COALESCE(spent.usage_rows, 0)::BIGINT AS usage_rows
FROM spine
LEFT JOIN spent USING (date, currency)
ORDER BY date, currency;
