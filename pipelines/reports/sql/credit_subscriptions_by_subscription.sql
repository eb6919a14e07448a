-- Which subscriptions draw on which credit, and from when to when.
--   credit_id       the subscription that the grant names; several may draw on its pot
--   last_usage_on   the last day of known use; null where none is loaded
SELECT
    given.partner_id AS partner_id,
    visible_partner.partner AS partner,
    COALESCE(running.entitlement_id, given.entitlement_id) AS entitlement_id,
    given.subscription_id AS credit_id,
    given.kind AS kind,
    given.currency AS currency,
    given.amount::DECIMAL(38, 18) AS amount,
    draws.drawn_by_id AS subscription_id,
    COALESCE(named.subscription, draws.drawn_by_id) AS subscription,
    draws.draws_from AS starts_on,
    draws.draws_until AS ends_on,
    CASE WHEN draws.own THEN given.told_by ELSE 'deed' END AS linked_by,
    used.last_usage_on AS last_usage_on
FROM visible_credit_grant AS given
JOIN visible_partner USING (partner_id)
JOIN visible_credit_subscription AS draws
    ON draws.partner_id = given.partner_id AND draws.subscription_id = given.subscription_id
    AND draws.starts_on = given.starts_on
LEFT JOIN credit_now($as_of) AS running
    ON running.subscription_id = given.subscription_id AND running.starts_on = given.starts_on
LEFT JOIN visible_subscription AS named ON named.subscription_id = draws.drawn_by_id
LEFT JOIN (
    SELECT subscription_id, max(usage_on) AS last_usage_on
    FROM visible_usage_daily
    WHERE usage_on <= $as_of
    GROUP BY subscription_id
) AS used ON used.subscription_id = draws.drawn_by_id
WHERE chosen($partner, given.partner_id)
    AND chosen($entitlement, COALESCE(running.entitlement_id, given.entitlement_id))
    AND chosen($subscription, draws.drawn_by_id)
ORDER BY partner_id, credit_id, given.starts_on, draws.draws_from, draws.drawn_by_id;
