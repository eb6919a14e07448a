-- What the rules for next actions judge: benefits, memberships, and subscriptions with usage that no grant links.
-- Somebody who sees only their own has nothing to decide.
WITH benefit AS (
    FROM benefit_chosen($as_of, $partner, $family, $offer, $product, $currency, NULL)
    WHERE NOT sees_own_only()
),
-- Seats are counted by product; what is found is shown on the partner's benefit with most of them.
seat AS (
    SELECT partner_id, product,
        count(*) FILTER (WHERE NOT used AND $as_of - assigned_on > $reclaim_after_days) AS reclaimable,
        count(*) FILTER (WHERE status = 'over_claimed') AS over_claimed
    FROM seat_told($as_of)
    WHERE held AND family = 'visual_studio'
    GROUP BY partner_id, product
),
fullest AS (
    SELECT partner_id, product, entitlement_id
    FROM benefit
    QUALIFY row_number() OVER (PARTITION BY partner_id, product ORDER BY assigned DESC, entitlement_id) = 1
),
linked AS (
    SELECT DISTINCT partner_id, entitlement_id
    FROM credit_now($as_of)
),
-- A membership is worth what is held under it, in the currency in which that is most.
membership AS (
    SELECT partner_id, partner, offer, offer_name, membership_ends_on, grace_ends_on, currency,
        count(*) AS benefits, sum(value_held)::DECIMAL(38, 18) AS value,
        (sum(value_held) - sum(value_idle))::DOUBLE / nullif(sum(value_held), 0)::DOUBLE AS utilization
    FROM benefit
    WHERE membership_ends_on IS NOT NULL
    GROUP BY partner_id, partner, offer, offer_name, membership_ends_on, grace_ends_on, currency
    QUALIFY row_number() OVER (PARTITION BY partner_id, offer ORDER BY value DESC NULLS LAST, currency) = 1
)
SELECT
    'benefit' AS subject,
    benefit.partner_id AS partner_id,
    benefit.partner AS partner,
    benefit.entitlement_id AS entitlement_id,
    benefit.offer AS offer,
    benefit.family AS family,
    benefit.product AS product,
    benefit.product_name AS product_name,
    benefit.unit AS unit,
    benefit.status AS status,
    benefit.held AS held,
    benefit.assigned AS assigned,
    benefit.used AS used,
    benefit.idle AS idle,
    benefit.unit_value AS unit_value,
    benefit.currency AS currency,
    benefit.value_idle AS value,
    benefit.activate_by AS activate_by,
    benefit.lapses_on AS lapses_on,
    benefit.membership_ends_on AS membership_ends_on,
    benefit.grace_ends_on AS grace_ends_on,
    (benefit.held - benefit.idle)::DOUBLE / nullif(benefit.held, 0)::DOUBLE AS utilization,
    COALESCE(seat.reclaimable, 0) AS reclaimable,
    COALESCE(seat.over_claimed, 0) AS over_claimed,
    linked.entitlement_id IS NOT NULL AS credit_linked,
    FALSE AS renewed
FROM benefit
LEFT JOIN fullest USING (partner_id, product, entitlement_id)
LEFT JOIN seat ON seat.partner_id = fullest.partner_id AND seat.product = fullest.product
LEFT JOIN linked ON linked.partner_id = benefit.partner_id AND linked.entitlement_id = benefit.entitlement_id
UNION ALL BY NAME
SELECT
    'membership' AS subject,
    membership.partner_id AS partner_id,
    membership.partner AS partner,
    membership.offer AS offer,
    membership.offer AS product,
    membership.offer_name AS product_name,
    membership.benefits AS held,
    membership.currency AS currency,
    membership.value AS value,
    membership.membership_ends_on AS membership_ends_on,
    membership.grace_ends_on AS grace_ends_on,
    membership.utilization AS utilization,
    EXISTS (
        FROM visible_offer_held AS term
        WHERE term.partner_id = membership.partner_id AND term.offer = membership.offer AND term.starts_on > $as_of
    ) AS renewed
FROM membership
UNION ALL BY NAME
SELECT
    'subscription' AS subject,
    'azure_credit' AS family,
    subscription_id AS product,
    named.subscription AS product_name,
    sum(cost)::DECIMAL(38, 18) AS idle,
    currency AS currency
FROM visible_usage_daily
JOIN visible_subscription AS named USING (subscription_id)
WHERE partner_id IS NULL
    AND usage_on <= $as_of
    AND $partner IS NULL AND $offer IS NULL AND $product IS NULL
    AND chosen($family, 'azure_credit')
    AND chosen($currency, currency)
GROUP BY subscription_id, named.subscription, currency
ORDER BY subject, partner_id, entitlement_id, product, currency;
