-- Each time that somebody held a seat, a credit or a support benefit, as far as it lies in the days asked for.
SELECT
    held.partner_id AS partner_id,
    visible_partner.partner AS partner,
    held.holding AS holding,
    held.entitlement_id AS entitlement_id,
    held.product AS product,
    COALESCE(product.name, held.product) AS product_name,
    held.name AS name,
    held.email AS email,
    held.from_on AS from_on,
    held.until_on AS until_on,
    held.origin AS origin,
    held.begun_by AS begun_by,
    held.ended_by AS ended_by
FROM visible_holding AS held
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = held.product
WHERE chosen($partner, held.partner_id)
    AND ($from::VARCHAR[] IS NULL OR COALESCE(held.until_on >= list_min($from::DATE[]), TRUE))
    AND ($to::VARCHAR[] IS NULL OR COALESCE(held.from_on <= list_max($to::DATE[]), TRUE))
ORDER BY held.partner_id, holding, product_name, entitlement_id, from_on, email, begun_by, ended_by;
