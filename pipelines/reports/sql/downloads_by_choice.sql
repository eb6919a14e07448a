-- Which language and operating system were chosen for the software of a benefit, the latest choice first.
SELECT
    visible_deed.on_day AS chosen_on,
    visible_deed.partner_id AS partner_id,
    visible_partner.partner AS partner,
    visible_deed.entitlement_id AS entitlement_id,
    held.product AS product,
    COALESCE(product.name, held.product) AS product_name,
    visible_deed.details ->> 'language' AS language,
    visible_deed.details ->> 'os' AS os,
    visible_deed.details ->> 'link' AS link
FROM visible_deed
JOIN visible_partner USING (partner_id)
JOIN visible_entitlement AS held
    ON held.partner_id = visible_deed.partner_id AND held.entitlement_id = visible_deed.entitlement_id
LEFT JOIN product ON product.product = held.product
WHERE visible_deed.action = 'choose_download' AND visible_deed.outcome = 'done'
    AND visible_deed.on_day <= $as_of
    AND chosen($partner, visible_deed.partner_id)
    AND chosen($entitlement, visible_deed.entitlement_id)
    AND chosen($product, held.product)
ORDER BY chosen_on DESC, visible_deed.partner_id, visible_deed.version DESC;
