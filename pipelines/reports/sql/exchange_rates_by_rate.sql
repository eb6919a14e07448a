-- The rates at which one currency is turned into another, the newest of a pair first.
SELECT
    told.partner_id AS partner_id,
    visible_partner.partner AS partner,
    told.from_currency AS from_currency,
    told.to_currency AS to_currency,
    told.rate AS rate,
    told.rate_on AS rate_on,
    told.told_by AS told_by,
    told.rate_source AS rate_source
FROM visible_exchange_rate AS told
LEFT JOIN visible_partner USING (partner_id)
WHERE told.rate_on <= $as_of
    AND chosen($partner, told.partner_id)
ORDER BY partner_id, from_currency, to_currency, rate_on DESC, told_by DESC, rate_source, rate;
