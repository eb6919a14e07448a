-- Every deed, done or refused, with what an audit asks of it, the newest first.
SELECT
    visible_audit.done_at AS done_at,
    visible_audit.on_day AS on_day,
    visible_audit.partner_id AS partner_id,
    visible_partner.partner AS partner,
    visible_audit.actor_id AS actor_id,
    visible_audit.actor AS actor,
    visible_audit.via AS via,
    visible_audit.action AS deed,
    COALESCE(bought.name, visible_audit.subject) AS subject,
    product.name AS product_name,
    visible_audit.entitlement_id AS entitlement_id,
    visible_audit.outcome AS outcome,
    nullif(array_to_string((visible_audit.rules::JSON)::VARCHAR[], ', '), '') AS rules,
    visible_audit.version AS version,
    visible_audit.request_id AS form_id,
    visible_audit.snapshot AS snapshot,
    visible_audit.previous_hash AS previous_hash,
    visible_audit.hash AS hash
FROM visible_audit
LEFT JOIN visible_partner USING (partner_id)
LEFT JOIN visible_entitlement AS held
    ON held.partner_id = visible_audit.partner_id AND held.entitlement_id = visible_audit.entitlement_id
LEFT JOIN product ON product.product = held.product
LEFT JOIN offer AS bought ON bought.offer = visible_audit.subject
WHERE chosen($partner, visible_audit.partner_id)
    AND chosen($person, visible_audit.actor_id)
    AND chosen($deed, visible_audit.action)
    AND chosen($outcome, visible_audit.outcome)
    AND ($rule::VARCHAR[] IS NULL OR list_has_any($rule::VARCHAR[], (visible_audit.rules::JSON)::VARCHAR[]))
    AND ($from::VARCHAR[] IS NULL OR visible_audit.on_day >= list_min($from::DATE[]))
    AND ($to::VARCHAR[] IS NULL OR visible_audit.on_day <= list_max($to::DATE[]))
ORDER BY done_at DESC, partner_id, version DESC;
