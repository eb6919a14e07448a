-- Where a file that was loaded after a deed says something else than the deed: one row a disagreement, the oldest first.
SELECT
    told.partner_id AS partner_id,
    visible_partner.partner AS partner,
    'seat' AS what,
    told.entitlement_id AS entitlement_id,
    told.product AS product,
    COALESCE(product.name, told.product) AS product_name,
    told.email AS email,
    CASE WHEN told.by_deed THEN 'held' ELSE 'not_held' END AS deed_says,
    CASE WHEN told.by_deed THEN 'not_held' ELSE 'held' END AS file_says,
    told.since AS since,
    told.loaded_at AS loaded_at
FROM seat_conflict($as_of) AS told
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = told.product
WHERE chosen($partner, told.partner_id)
ORDER BY since, partner_id, what, entitlement_id, email;
