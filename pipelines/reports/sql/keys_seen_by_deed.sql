-- Who saw, redeemed or asked to replace which key, by the digest of the key, in the days asked for; the newest first.
SELECT
    seen.done_at AS done_at,
    seen.done_on AS on_day,
    seen.partner_id AS partner_id,
    visible_partner.partner AS partner,
    seen.entitlement_id AS entitlement_id,
    held.product AS product,
    product.name AS product_name,
    seen.digest AS digest,
    seen.action AS deed,
    seen.person AS actor,
    seen.email AS email,
    seen.version AS version
FROM visible_key_deed AS seen
JOIN visible_partner USING (partner_id)
LEFT JOIN visible_entitlement AS held ON held.partner_id = seen.partner_id AND held.entitlement_id = seen.entitlement_id
LEFT JOIN product ON product.product = held.product
WHERE chosen($partner, seen.partner_id)
    AND ($from::VARCHAR[] IS NULL OR seen.done_on >= list_min($from::DATE[]))
    AND ($to::VARCHAR[] IS NULL OR seen.done_on <= list_max($to::DATE[]))
ORDER BY done_at DESC, seen.partner_id, version DESC, digest;
