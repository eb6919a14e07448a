-- Who did or tried what and when, the newest first.
SELECT
    visible_deed.done_at AS done_at,
    visible_deed.on_day AS on_day,
    visible_deed.partner_id AS partner_id,
    visible_partner.partner AS partner,
    visible_deed.actor AS actor,
    visible_deed.via AS via,
    visible_deed.action AS deed,
    visible_deed.subject AS subject,
    product.name AS product_name,
    visible_deed.outcome AS outcome,
    nullif(array_to_string((visible_deed.rules::JSON)::VARCHAR[], ', '), '') AS rules,
    visible_deed.entitlement_id AS entitlement_id,
    visible_deed.version AS version
FROM visible_deed
LEFT JOIN visible_partner USING (partner_id)
LEFT JOIN visible_entitlement AS held
    ON held.partner_id = visible_deed.partner_id AND held.entitlement_id = visible_deed.entitlement_id
LEFT JOIN product ON product.product = held.product
WHERE chosen($partner, visible_deed.partner_id)
    AND chosen($entitlement, visible_deed.entitlement_id)
    AND chosen($deed, visible_deed.action)
    AND chosen($outcome, visible_deed.outcome)
ORDER BY done_at DESC, visible_deed.partner_id, version DESC;
