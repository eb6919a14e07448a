-- What the rules judge of a partner's memberships: of each offer the term that began last.
--   activated_count   how many of the term's benefits were activated or used since its purchase, by deed or as files say
WITH term AS (
    FROM membership_term
    WHERE partner_id = $partner
    QUALIFY row_number() OVER (PARTITION BY offer ORDER BY starts_on DESC) = 1
),
benefit AS (
    SELECT held.entitlement_id, term.offer, term.purchased_on, held.activated_on >= term.purchased_on
        OR COALESCE(held.assigned > 0, FALSE) OR COALESCE(held.used > 0, FALSE) AS touched
    FROM membership_benefit AS held
    JOIN term USING (partner_id, offer)
    WHERE COALESCE(held.starts_on, held.purchased_on, term.starts_on) >= LEAST(term.starts_on, term.purchased_on)
),
activation AS (
    SELECT benefit.offer AS offer, count(DISTINCT benefit.entitlement_id) AS activated_count
    FROM benefit
    LEFT JOIN deed
        ON deed.stream_id = $partner AND deed.entitlement_id = benefit.entitlement_id AND deed.outcome = 'done'
        AND deed.on_day >= benefit.purchased_on AND deed.action IN (
            'get_keys', 'redeem_key', 'assign_seat', 'assign_credit', 'assign_support', 'activate_support',
            'activate_marketing', 'request_advisory_hours', 'log_support_use'
        )
    WHERE benefit.touched OR deed.action IS NOT NULL
    GROUP BY benefit.offer
),
refund AS (
    SELECT offer, offer_starts_on AS starts_on, bool_or(state = 'waiting') AS asked,
        bool_or(outcome = 'accepted' AND answered_on <= $on_day) AS accepted
    FROM request_now
    WHERE kind = 'refund' AND partner_id = $partner
    GROUP BY offer, offer_starts_on
)
SELECT
    term.partner_id AS partner_id,
    partner.portal AS portal,
    term.offer AS membership,
    term.offer AS offer,
    COALESCE(offer.name, term.offer) AS offer_name,
    COALESCE(term.policy, offer.policy, 'mpn-2020-10') AS policy,
    term.level AS level,
    offer_level.rank AS rank,
    offer_level.renewed_until AS renewed_until,
    COALESCE(offer_level.once, FALSE) AS once,
    COALESCE(offer_level.scored, FALSE) AS scored,
    term.purchased_on AS purchased_on,
    term.starts_on AS starts_on,
    term.ends_on AS ends_on,
    COALESCE(term.anniversary_on, term.ends_on + 1) AS anniversary_on,
    term.grace_ends_on AS grace_ends_on,
    term.fee AS fee,
    term.currency AS currency,
    COALESCE(activation.activated_count, 0) AS activated_count,
    contact_now.token IS NOT NULL AND contact_now.verified_on IS NULL AS verification_open,
    contact_now.sent_on AS verification_sent_on,
    COALESCE(refund.asked, FALSE) AS refund_requested,
    COALESCE(refund.accepted, FALSE) AS cancelled,
    EXISTS (
        FROM purchase
        WHERE purchase.partner_id = term.partner_id AND purchase.from_offer = term.offer
            AND purchase.purchased_on >= term.starts_on
    ) AS upgraded
FROM term
JOIN partner USING (partner_id)
LEFT JOIN contact_now USING (partner_id)
LEFT JOIN offer ON offer.offer = term.offer
LEFT JOIN offer_level ON offer_level.offer = term.offer
LEFT JOIN activation ON activation.offer = term.offer
LEFT JOIN refund ON refund.offer = term.offer AND refund.starts_on = term.starts_on
ORDER BY term.offer;
