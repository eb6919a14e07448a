-- The cost of each subscription in each currency, the dearest first.
SELECT
    subscription_id AS subscription_id,
    named.subscription AS subscription,
    currency AS currency,
    sum(cost)::DECIMAL(38, 18) AS cost,
    sum(usage_rows)::BIGINT AS usage_rows
FROM visible_usage_daily
JOIN visible_subscription AS named USING (subscription_id)
WHERE usage_on <= $as_of
    AND chosen($partner, partner_id)
    AND chosen($subscription, subscription_id)
    AND chosen($service, service)
    AND chosen($currency, currency)
    AND chosen($month, strftime(usage_on, '%Y-%m'))
GROUP BY ALL
ORDER BY cost DESC, subscription_id, currency;
