-- The cost of each resource group in each currency, the dearest first; what is in none has the name ''.
SELECT
    resource_group AS resource_group,
    currency AS currency,
    sum(cost)::DECIMAL(38, 18) AS cost,
    sum(usage_rows)::BIGINT AS usage_rows
FROM spend_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month)
GROUP BY ALL
ORDER BY cost DESC, resource_group, currency;
