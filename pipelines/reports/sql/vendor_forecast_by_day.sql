-- What the vendor itself expects each day to cost, as the portal's cost analysis has it; it is never counted as spent.
SELECT
    told.usage_on AS date,
    told.partner_id AS partner_id,
    told.subscription_id AS subscription_id,
    COALESCE(named.subscription, told.subscription_id) AS subscription,
    told.currency AS currency,
    told.forecast AS forecast
FROM visible_vendor_forecast AS told
LEFT JOIN visible_subscription AS named USING (subscription_id)
WHERE chosen($partner, told.partner_id)
    AND chosen($subscription, subscription_id)
    AND chosen($currency, told.currency)
ORDER BY date, subscription_id, currency;
