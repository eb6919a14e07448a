-- Each product key by its digest: what it brings, who saw it first, whether it was redeemed or is to be replaced.
SELECT
    key.partner_id AS partner_id,
    visible_partner.partner AS partner,
    COALESCE(offer.name, held.offer) AS offer_name,
    COALESCE(product.family, 'software') AS family,
    held.product AS product,
    COALESCE(product.name, held.product) AS product_name,
    key.entitlement_id AS entitlement_id,
    key.digest AS digest,
    CASE
        WHEN key.replacement_outcome = 'accepted' THEN 'replaced'
        WHEN key.replacement_state = 'waiting' THEN 'replacement_asked'
        WHEN key.redeemed_on IS NOT NULL THEN 'redeemed'
        WHEN key.revealed_on IS NOT NULL THEN 'revealed'
        ELSE 'hidden'
    END AS key_state,
    key.seats AS seats,
    key.months AS months,
    key.revealed_on AS revealed_on,
    key.revealed_by AS revealed_by,
    key.redeemed_on AS redeemed_on,
    key.redeemed_mode AS redeemed_mode,
    key.redeemed_seats AS redeemed_seats,
    key.redeemed_until AS redeemed_until,
    key.replacement_no AS replacement_no,
    key.instructions AS instructions,
    $as_of::DATE AS on_day
FROM visible_key AS key
JOIN visible_partner USING (partner_id)
JOIN visible_entitlement AS held ON held.partner_id = key.partner_id AND held.entitlement_id = key.entitlement_id
LEFT JOIN offer ON offer.offer = held.offer
LEFT JOIN product ON product.product = held.product
WHERE chosen($partner, key.partner_id)
    AND chosen($family, COALESCE(product.family, 'software'))
    AND chosen($entitlement, key.entitlement_id)
    AND chosen($product, held.product)
ORDER BY key.partner_id, product_name, key.entitlement_id, key.digest;
