-- The incidents and engagements as the template `support_use` has them.
SELECT
    entitlement_id AS entitlement_id,
    kind AS kind,
    used_on AS used_on,
    hours AS hours,
    title AS title,
    reference AS reference,
    product_area AS product_area
FROM visible_support_use
WHERE chosen($partner, partner_id) AND chosen($entitlement, entitlement_id)
ORDER BY entitlement_id, reference;
