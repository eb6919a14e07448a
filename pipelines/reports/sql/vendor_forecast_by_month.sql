-- What the vendor itself expects of the days after the report's, by month; it is never counted as spent.
SELECT
    strftime(usage_on, '%Y-%m') AS month,
    currency AS currency,
    sum(forecast)::DECIMAL(38, 18) AS forecast
FROM visible_vendor_forecast
WHERE usage_on > $as_of
    AND chosen($partner, partner_id)
    AND chosen($subscription, subscription_id)
    AND chosen($currency, currency)
GROUP BY month, currency
ORDER BY month, currency;
