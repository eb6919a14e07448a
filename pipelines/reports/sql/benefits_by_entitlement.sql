-- Each benefit with its offer, its counts and its dates, what is over last and else what lapses first.
SELECT
    partner_id AS partner_id,
    partner AS partner,
    offer AS offer,
    offer_name AS offer_name,
    policy AS policy,
    family AS family,
    product AS product,
    product_name AS product_name,
    benefit_type AS benefit_type,
    entitlement_id AS entitlement_id,
    status AS status,
    unit AS unit,
    held AS held,
    assigned AS assigned,
    used AS used,
    idle AS idle,
    starts_on AS starts_on,
    activate_by AS activate_by,
    use_until AS use_until,
    membership_ends_on AS membership_ends_on,
    grace_ends_on AS grace_ends_on,
    lapses_on AS lapses_on
FROM benefit_chosen(
    $as_of, $partner, $family, $offer, $product, NULL,
    COALESCE($status, ['not_activated', 'requested', 'active', 'expired', 'cancelled'])
)
ORDER BY status IN ('expired', 'cancelled'), lapses_on NULLS LAST, product_name, partner_id, entitlement_id;
