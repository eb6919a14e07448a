-- Subscriptions that something was spent on and whose credit is not known, with what was spent in each currency.
--   claimed   credits of several partners name it, so that it belongs to none of them
SELECT
    used.subscription_id AS subscription_id,
    named.subscription AS subscription,
    used.subscription_id IN (SELECT subscription_id FROM visible_subscription_claim) AS claimed,
    min(used.usage_on) AS first_on,
    max(used.usage_on) AS last_on,
    used.currency AS currency,
    sum(used.cost)::DECIMAL(38, 18) AS cost,
    sum(used.usage_rows)::BIGINT AS usage_rows
FROM visible_usage_daily AS used
JOIN visible_subscription AS named USING (subscription_id)
WHERE used.partner_id IS NULL
    AND used.usage_on <= $as_of
    AND chosen($subscription, used.subscription_id)
    AND chosen($currency, used.currency)
GROUP BY used.subscription_id, named.subscription, used.currency
ORDER BY subscription_id, currency;
