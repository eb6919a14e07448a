-- The credits, each with the name of its subscription, the benefit it belongs to, the last day on which use is known of what
-- draws on it, and how it was drawn: every drawn_by and eligible_by so far, with semicolons between.
WITH known AS (
    SELECT draws.subscription_id AS subscription_id, draws.starts_on AS starts_on, max(used.usage_on) AS last_usage_on
    FROM visible_credit_subscription AS draws
    JOIN visible_usage_daily AS used
        ON used.subscription_id = draws.drawn_by_id AND used.partner_id = draws.partner_id
    WHERE used.usage_on <= $as_of
    GROUP BY draws.subscription_id, draws.starts_on
),
drawn AS (
    SELECT subscription_id, starts_on,
        string_agg(DISTINCT drawn_by, ';' ORDER BY drawn_by) AS drawn_by,
        string_agg(DISTINCT eligible_by, ';' ORDER BY eligible_by) AS eligible_by
    FROM visible_credit_draw
    WHERE date <= $as_of
    GROUP BY subscription_id, starts_on
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
    running.entitlement_id AS entitlement_id,
    drawn.drawn_by AS drawn_by,
    drawn.eligible_by AS eligible_by
FROM visible_credit_grant AS given
JOIN visible_partner USING (partner_id)
LEFT JOIN visible_subscription AS named USING (subscription_id)
LEFT JOIN known USING (subscription_id, starts_on)
LEFT JOIN drawn USING (subscription_id, starts_on)
LEFT JOIN credit_now($as_of) AS running
    ON running.subscription_id = given.subscription_id AND running.starts_on = given.starts_on
WHERE chosen($partner, given.partner_id)
    AND chosen($subscription, given.subscription_id)
    AND chosen($currency, given.currency)
ORDER BY partner_id, subscription_id, starts_on;
