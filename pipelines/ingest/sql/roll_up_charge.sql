-- The days a file states otherwise, summed anew by subscription, day, service and resource group, with the rates that
-- it carries.
DELETE FROM charge_daily AS daily
USING (SELECT DISTINCT dataset, subscription_id, usage_on FROM anew) AS stated
WHERE daily.dataset = stated.dataset
  AND daily.subscription_id = stated.subscription_id
  AND daily.usage_on = stated.usage_on;

INSERT INTO charge_daily
SELECT dataset, subscription_id, min(subscription) AS subscription, usage_on, service, resource_group,
    currency, credit_eligible, sum(cost) AS cost,
    CASE WHEN count(cost_usd) = count(*) THEN sum(cost_usd) END AS cost_usd,
    CASE WHEN count(effective_cost) = count(*) THEN sum(effective_cost) END AS effective_cost,
    count(*) AS usage_rows
FROM charge
SEMI JOIN (SELECT DISTINCT dataset, subscription_id, usage_on FROM anew) AS stated
    USING (dataset, subscription_id, usage_on)
GROUP BY dataset, subscription_id, usage_on, service, resource_group, currency, credit_eligible;

DELETE FROM carried_rate AS rate
USING (SELECT DISTINCT dataset, subscription_id, usage_on FROM anew) AS stated
WHERE rate.dataset = stated.dataset
  AND rate.subscription_id = stated.subscription_id
  AND rate.usage_on = stated.usage_on;

INSERT INTO carried_rate
SELECT DISTINCT dataset, subscription_id, usage_on, pricing_currency, currency, exchange_rate,
    COALESCE(exchange_rate_on, usage_on) AS exchange_rate_on
FROM charge
SEMI JOIN (SELECT DISTINCT dataset, subscription_id, usage_on FROM anew) AS stated
    USING (dataset, subscription_id, usage_on)
WHERE pricing_currency <> currency AND exchange_rate IS NOT NULL;
