-- Days of which nothing was held: the rows just added are all there is.
INSERT INTO usage_daily
SELECT dataset, subscription_id, min(subscription) AS subscription, usage_on, service,
    currency, sum(cost) AS cost, count(*) AS usage_rows
FROM {added}
GROUP BY dataset, subscription_id, usage_on, service, currency;
