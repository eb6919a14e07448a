-- The cost of each service in each currency, the dearest first.
SELECT
    service AS service,
    currency AS currency,
    sum(cost)::DECIMAL(38, 18) AS cost,
    sum(usage_rows)::BIGINT AS usage_rows
FROM spend_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month)
GROUP BY ALL
ORDER BY cost DESC, service, currency;
