-- Every term of a membership with its state on a day, the latest first; a refund that was asked for or accepted shows.
SELECT
    term.partner_id AS partner_id,
    visible_partner.partner AS partner,
    term.offer AS offer,
    COALESCE(offer.name, term.offer) AS offer_name,
    term.level AS level,
    COALESCE(term.policy, offer.policy, 'mpn-2020-10') AS policy,
    CASE
        WHEN refund.accepted THEN 'cancelled'
        WHEN refund.asked THEN 'refund_requested'
        WHEN term.starts_on > $as_of THEN 'not_started'
        WHEN term.ends_on >= $as_of THEN 'running'
        WHEN term.grace_ends_on >= $as_of THEN 'grace'
        ELSE 'ended'
    END AS state,
    CASE WHEN term.load_id IS NULL THEN 'deed' ELSE 'file' END AS origin,
    term.purchased_on AS purchased_on,
    term.starts_on AS starts_on,
    term.ends_on AS ends_on,
    COALESCE(term.anniversary_on, term.ends_on + 1) AS anniversary_on,
    term.grace_ends_on AS grace_ends_on,
    NOT COALESCE(offer_level.once, FALSE) AS renewable,
    offer_level.renewed_until AS renewed_until,
    term.fee AS fee,
    term.currency AS currency,
    term.order_number AS order_number
FROM visible_offer_held AS term
JOIN visible_partner USING (partner_id)
LEFT JOIN offer ON offer.offer = term.offer
LEFT JOIN offer_level ON offer_level.offer = term.offer
LEFT JOIN (
    SELECT partner_id, offer, starts_on, bool_or(state = 'waiting') AS asked,
        bool_or(outcome = 'accepted' AND answered_on <= $as_of) AS accepted
    FROM visible_refund
    GROUP BY partner_id, offer, starts_on
) AS refund
    ON refund.partner_id = term.partner_id AND refund.offer = term.offer AND refund.starts_on = term.starts_on
WHERE chosen($partner, term.partner_id) AND chosen($offer, term.offer)
ORDER BY term.starts_on DESC, visible_partner.partner, term.partner_id, offer_name, term.offer;
