-- What was spent in each currency, and what of it a credit is there for.
--   drawn           of days and charges for which there is a credit, whether or not it still holds as much
--   not_eligible    what the file says that no credit pays for
--   without_credit  of subscriptions and days without a credit
--   unconverted     a credit of another currency is there for it, and no rate is known
--   not_counted     of a dataset that was asked for and does not count as spent; the five add up to the cost
WITH told AS (
    SELECT
        spent.currency AS currency,
        spent.cost AS cost,
        spent.usage_rows AS usage_rows,
        CASE
            WHEN NOT spent.counts THEN 'not_counted'
            WHEN spent.credit_eligible IS FALSE THEN 'not_eligible'
            WHEN draw.drawn_by IS NULL THEN 'without_credit'
            WHEN draw.drawn_by = 'unconverted' THEN 'unconverted'
            ELSE 'drawn'
        END AS what
    FROM spend_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month) AS spent
    LEFT JOIN visible_credit_draw AS draw
        ON draw.drawn_by_id = spent.subscription_id AND draw.date = spent.usage_on AND draw.currency = spent.currency
)
SELECT
    currency AS currency,
    sum(cost)::DECIMAL(38, 18) AS cost,
    COALESCE(sum(cost) FILTER (what = 'drawn'), 0)::DECIMAL(38, 18) AS drawn,
    COALESCE(sum(cost) FILTER (what = 'not_eligible'), 0)::DECIMAL(38, 18) AS not_eligible,
    COALESCE(sum(cost) FILTER (what = 'without_credit'), 0)::DECIMAL(38, 18) AS without_credit,
    COALESCE(sum(cost) FILTER (what = 'unconverted'), 0)::DECIMAL(38, 18) AS unconverted,
    COALESCE(sum(cost) FILTER (what = 'not_counted'), 0)::DECIMAL(38, 18) AS not_counted,
    sum(usage_rows)::BIGINT AS usage_rows
FROM told
GROUP BY currency
ORDER BY cost DESC, currency;
