-- Each date on which a benefit takes something away, the soonest first, those that have passed last.
SELECT
    partner_id AS partner_id,
    partner AS partner,
    offer AS offer,
    offer_name AS offer_name,
    family AS family,
    product AS product,
    product_name AS product_name,
    entitlement_id AS entitlement_id,
    date_kind AS date_kind,
    expires_on AS expires_on,
    days_left AS days_left,
    band AS band,
    decisive AS decisive,
    unit AS unit,
    held AS held,
    idle AS idle,
    currency AS currency,
    value_idle AS value_idle
FROM benefit_date(
    $as_of, $partner, $family, $offer, $product, $currency,
    COALESCE($status, ['not_activated', 'requested', 'active', 'expired'])
)
WHERE chosen($band, band)
    AND chosen($date_kind, date_kind)
    AND chosen($decisive, decisive::VARCHAR)
    AND chosen($month, strftime(expires_on, '%Y-%m'))
ORDER BY band = 'past', expires_on, value_idle DESC NULLS LAST, partner_id, entitlement_id, date_kind;
