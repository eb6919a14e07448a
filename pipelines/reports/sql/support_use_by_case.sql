-- The incidents and engagements of technical benefits, the newest first.
SELECT
    used.partner_id AS partner_id,
    visible_partner.partner AS partner,
    used.entitlement_id AS entitlement_id,
    product.name AS product_name,
    offer.name AS offer_name,
    used.used_on AS used_on,
    used.kind AS support_kind,
    used.product_area AS product_area,
    used.hours AS hours,
    used.title AS title,
    used.reference AS reference,
    used.logger AS logged_by,
    used.origin AS origin,
    used.confirmed AS confirmed
FROM visible_support_use AS used
JOIN visible_partner USING (partner_id)
LEFT JOIN visible_entitlement AS held
    ON held.partner_id = used.partner_id AND held.entitlement_id = used.entitlement_id
LEFT JOIN product ON product.product = held.product
LEFT JOIN offer ON offer.offer = held.offer
WHERE chosen($partner, used.partner_id)
    AND chosen($entitlement, used.entitlement_id)
    AND used.used_on <= $as_of
ORDER BY used.used_on DESC, used.entitlement_id, used.reference;
