-- Days of which nothing was held: the rows just added are all there is.
INSERT INTO charge_daily
SELECT dataset, subscription_id, min(subscription) AS subscription, usage_on, service, resource_group,
    currency, credit_eligible, sum(cost) AS cost,
    CASE WHEN count(cost_usd) = count(*) THEN sum(cost_usd) END AS cost_usd,
    CASE WHEN count(effective_cost) = count(*) THEN sum(effective_cost) END AS effective_cost,
    count(*) AS usage_rows
FROM {added}
GROUP BY dataset, subscription_id, usage_on, service, resource_group, currency, credit_eligible;

INSERT INTO carried_rate
SELECT DISTINCT dataset, subscription_id, usage_on, pricing_currency, currency, exchange_rate,
    COALESCE(exchange_rate_on, usage_on) AS exchange_rate_on
FROM {added}
WHERE pricing_currency <> currency AND exchange_rate IS NOT NULL;
