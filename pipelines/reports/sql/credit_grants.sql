-- The credits, each with the name of its subscription, the benefit it belongs to and the last day of known usage.
WITH known AS (
    SELECT subscription_id, max(usage_on) AS last_usage_on
    FROM visible_usage_daily
    WHERE usage_on <= $as_of
    GROUP BY subscription_id
)
SELECT
    given.partner_id AS partner_id,
    visible_partner.partner AS partner,
    given.kind AS kind,
    given.subscription_id AS subscription_id,
    COALESCE(named.subscription, given.subscription_id) AS subscription,
    given.starts_on AS starts_on,
    given.ends_on AS ends_on,
    given.currency AS currency,
    given.amount::DECIMAL(38, 18) AS amount,
    known.last_usage_on AS last_usage_on,
    running.entitlement_id AS entitlement_id
FROM visible_credit_grant AS given
JOIN visible_partner USING (partner_id)
LEFT JOIN visible_subscription AS named USING (subscription_id)
LEFT JOIN known USING (subscription_id)
LEFT JOIN credit_now($as_of) AS running
    ON running.subscription_id = given.subscription_id AND running.starts_on = given.starts_on
WHERE chosen($partner, given.partner_id)
    AND chosen($subscription, given.subscription_id)
    AND chosen($currency, given.currency)
ORDER BY partner_id, subscription_id, starts_on;
