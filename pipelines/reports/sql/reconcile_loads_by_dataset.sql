-- What is stored of each month, as each dataset says, beside what the pages show of it; the latest month first.
--   stored_total  the sum of the rows themselves
--   page_total    the sum of the days that the pages read, which each load rolls up
--   reason        'agrees' or why the two differ, several with ; between; what nothing explains is 'unexplained'
WITH stored AS (
    SELECT strftime(usage_on, '%Y-%m') AS month, dataset, currency,
        sum(cost) AS stored_total,
        sum(usage_rows) AS usage_rows,
        COALESCE(sum(cost) FILTER (counts AND usage_on <= $as_of), 0) AS counted_total,
        bool_or(NOT counts) AS uncounted,
        bool_or(counts AND usage_on > $as_of) AS later
    FROM visible_stored_day
    GROUP BY ALL
),
shown AS (
    SELECT strftime(usage_on, '%Y-%m') AS month, dataset, currency, sum(cost) AS page_total
    FROM visible_usage_daily
    WHERE usage_on <= $as_of
    GROUP BY ALL
)
SELECT
    month AS month,
    dataset AS dataset,
    currency AS currency,
    COALESCE(stored.usage_rows, 0)::BIGINT AS usage_rows,
    COALESCE(stored.stored_total, 0)::DECIMAL(38, 18) AS stored_total,
    COALESCE(shown.page_total, 0)::DECIMAL(38, 18) AS page_total,
    (COALESCE(stored.stored_total, 0) - COALESCE(shown.page_total, 0))::DECIMAL(38, 18) AS difference,
    COALESCE(NULLIF(concat_ws(';',
        CASE WHEN stored.later THEN 'after_day' END,
        CASE WHEN stored.uncounted AND dataset = 'amortized' THEN 'amortized' END,
        CASE WHEN stored.uncounted AND dataset <> 'amortized' THEN 'another_counts' END,
        CASE WHEN COALESCE(stored.counted_total, 0) <> COALESCE(shown.page_total, 0) THEN 'unexplained' END
    ), ''), 'agrees') AS reason
FROM stored
FULL JOIN shown USING (month, dataset, currency)
WHERE chosen($currency, currency)
    AND chosen($month, month)
    AND chosen($dataset, dataset)
ORDER BY month DESC, dataset, currency;
