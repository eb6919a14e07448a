-- What each credit spent on each day from its first to the day of the report or its last; a day without usage is zero.
WITH day AS (
    SELECT subscription_id, starts_on,
        unnest(generate_series(starts_on, LEAST(ends_on, $as_of), INTERVAL 1 DAY))::DATE AS date
    FROM visible_credit_grant
    WHERE chosen($partner, partner_id)
        AND chosen($subscription, subscription_id)
        AND chosen($currency, currency)
)
SELECT
    day.subscription_id AS subscription_id,
    day.starts_on AS starts_on,
    day.date AS date,
    COALESCE(spend.spent, 0)::DECIMAL(38, 18) AS spent
FROM day
LEFT JOIN visible_credit_spend AS spend USING (subscription_id, starts_on, date)
ORDER BY subscription_id, starts_on, date;
