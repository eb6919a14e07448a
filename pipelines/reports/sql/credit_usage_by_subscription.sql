-- The cost of each subscription in each currency, the dearest first.
SELECT
    subscription_id AS subscription_id,
    named.subscription AS subscription,
    currency AS currency,
    sum(cost)::DECIMAL(38, 18) AS cost,
    sum(usage_rows)::BIGINT AS usage_rows
FROM spend_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month)
JOIN visible_subscription AS named USING (subscription_id)
GROUP BY ALL
ORDER BY cost DESC, subscription_id, currency;
