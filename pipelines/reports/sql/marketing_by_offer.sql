-- Go-to-market offers under the names by which the portal groups them, with what becomes of them and until when.
SELECT
    CASE offer
        WHEN 'silver' THEN 'silver_core'
        WHEN 'gold' THEN 'gold_core'
        WHEN 'isv-success' THEN 'isv_co_sell_ready'
        ELSE 'other'
    END AS marketing_group,
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
    waiting_request AS request_no,
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
    CASE WHEN status IN ('active', 'expired') THEN COALESCE(use_until, grace_ends_on, membership_ends_on) END AS expires_on
FROM benefit_chosen(
    $as_of, $partner, ['go_to_market'], $offer, NULL, NULL,
    ['not_activated', 'requested', 'active', 'expired', 'cancelled']
)
ORDER BY status IN ('expired', 'cancelled'), marketing_group = 'other', marketing_group DESC, offer_name, product_name,
    entitlement_id;
