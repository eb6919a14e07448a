-- What is unused and what it is worth, by how far away its dates are. A benefit counts once for each of its dates.
SELECT
    band AS band,
    family AS family,
    date_kind AS date_kind,
    currency AS currency,
    count(*)::BIGINT AS benefits,
    sum(value_idle)::DECIMAL(38, 18) AS value_idle,
    count(*) FILTER (WHERE unit_value IS NULL) AS unvalued
FROM benefit_date(
    $as_of, $partner, $family, $offer, $product, $currency,
    COALESCE($status, ['not_activated', 'requested', 'active', 'expired'])
)
WHERE chosen($band, band)
    AND chosen($date_kind, date_kind)
    AND chosen($decisive, decisive::VARCHAR)
    AND chosen($month, strftime(expires_on, '%Y-%m'))
GROUP BY band, family, date_kind, currency
ORDER BY band <> 'past', band = 'later', band, family, date_kind, currency;
