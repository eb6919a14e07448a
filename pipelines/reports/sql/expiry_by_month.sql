-- What is unused and what it is worth, by the month of its dates; what has expired is left out unless it is asked for.
SELECT
    strftime(expires_on, '%Y-%m') AS month,
    family AS family,
    date_kind AS date_kind,
    currency AS currency,
    count(*)::BIGINT AS benefits,
    sum(value_idle)::DECIMAL(38, 18) AS value_idle
FROM benefit_date($as_of, $partner, $family, $offer, $product, $currency, $status)
WHERE chosen($band, band)
    AND chosen($date_kind, date_kind)
    AND chosen($decisive, decisive::VARCHAR)
    AND chosen($month, strftime(expires_on, '%Y-%m'))
GROUP BY ALL
ORDER BY month, family, date_kind, currency;
