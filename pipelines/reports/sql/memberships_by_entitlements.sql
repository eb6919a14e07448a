-- The benefits that files state and that were bought, in the layout of the template, so that they can be loaded again.
SELECT
    entitlement_id AS entitlement_id,
    partner_id AS partner_id,
    offer AS offer,
    product AS product,
    benefit_type AS benefit_type,
    quantity AS quantity,
    unit AS unit,
    purchased_on AS purchased_on,
    starts_on AS starts_on,
    activate_by AS activate_by,
    use_until AS use_until,
    activated_on AS activated_on,
    assigned AS assigned,
    used AS used,
    unit_value AS unit_value,
    currency AS currency
FROM visible_entitlement
WHERE chosen($partner, partner_id) AND chosen($offer, offer)
ORDER BY partner_id, entitlement_id;
