-- What the rules judge of a partner's benefits, one row each. Of a membership the dates are those of its last term.
--   refund_requested   of the term that begins last
WITH term AS (
    SELECT offer, max(starts_on) AS starts_on, max(purchased_on) AS purchased_on, max(COALESCE(anniversary_on, ends_on + 1)) AS anniversary_on
    FROM membership_term
    WHERE partner_id = $partner AND starts_on <= $on_day
    GROUP BY offer
),
refund AS (
    SELECT asked.offer AS offer, bool_or(asked.state = 'waiting') AS waits
    FROM request_now AS asked
    JOIN (
        SELECT offer, max(starts_on) AS starts_on FROM membership_term WHERE partner_id = $partner GROUP BY offer
    ) AS term ON term.offer = asked.offer AND term.starts_on = asked.offer_starts_on
    WHERE asked.kind = 'refund' AND asked.partner_id = $partner
    GROUP BY asked.offer
)
SELECT
    held.partner_id AS partner_id,
    visible_partner.portal AS portal,
    held.entitlement_id AS entitlement_id,
    held.offer AS offer,
    held.offer_name AS offer_name,
    COALESCE(held.policy, 'mpn-2020-10') AS policy,
    held.family AS family,
    held.product AS product,
    held.product_name AS product_name,
    held.unit AS unit,
    held.benefit_type AS benefit_type,
    held.status AS status,
    held.waiting_request AS waiting_request,
    EXISTS (FROM marketing_contact_now WHERE partner_id = $partner) AS contact_set,
    held.held AS held,
    held.assigned AS assigned,
    held.used AS used,
    held.idle AS idle,
    COALESCE(given.holders, 0) AS holders,
    COALESCE(given.moves, 0) AS moves,
    COALESCE(keyed.keys_held, 0) AS keys_held,
    COALESCE(keyed.keys_hidden, 0) AS keys_hidden,
    COALESCE(keyed.keys_redeemable, 0) AS keys_redeemable,
    held.starts_on AS starts_on,
    held.activate_by AS activate_by,
    held.use_until AS use_until,
    held.membership_ends_on AS membership_ends_on,
    held.grace_ends_on AS grace_ends_on,
    COALESCE(held.use_until, held.grace_ends_on, held.membership_ends_on) AS last_day,
    term.purchased_on AS purchased_on,
    term.anniversary_on AS anniversary_on,
    COALESCE(refund.waits, FALSE) AS refund_requested
FROM entitlement_now($on_day) AS held
JOIN visible_partner USING (partner_id)
LEFT JOIN holder_count($on_day) AS given USING (partner_id, entitlement_id)
LEFT JOIN key_count AS keyed USING (partner_id, entitlement_id)
LEFT JOIN term ON term.offer = held.offer
LEFT JOIN refund ON refund.offer = held.offer
WHERE held.partner_id = $partner
ORDER BY held.entitlement_id;
