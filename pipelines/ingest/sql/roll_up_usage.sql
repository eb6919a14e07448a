-- The days a file states otherwise, summed anew by subscription, day and service.
DELETE FROM usage_daily AS daily
USING (SELECT DISTINCT dataset, subscription_id, usage_on FROM anew) AS stated
WHERE daily.dataset = stated.dataset
  AND daily.subscription_id = stated.subscription_id
  AND daily.usage_on = stated.usage_on;

INSERT INTO usage_daily
SELECT dataset, subscription_id, min(subscription) AS subscription, usage_on, service,
    currency, sum(cost) AS cost, count(*) AS usage_rows
FROM usage
SEMI JOIN (SELECT DISTINCT dataset, subscription_id, usage_on FROM anew) AS stated
    USING (dataset, subscription_id, usage_on)
GROUP BY dataset, subscription_id, usage_on, service, currency;
