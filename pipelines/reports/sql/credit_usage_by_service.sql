-- The cost of each service in each currency, the dearest first.
SELECT
    service AS service,
    currency AS currency,
    sum(cost)::DECIMAL(38, 18) AS cost,
    sum(usage_rows)::BIGINT AS usage_rows
FROM visible_usage_daily
WHERE usage_on <= $as_of
    AND chosen($partner, partner_id)
    AND chosen($subscription, subscription_id)
    AND chosen($service, service)
    AND chosen($currency, currency)
    AND chosen($month, strftime(usage_on, '%Y-%m'))
GROUP BY ALL
ORDER BY cost DESC, service, currency;
