-- What the programme and the partner's own memberships say of an offer that is bought. A refunded term was never held, but
-- its first day is taken: a term is told by the day on which it begins.
WITH every AS (
    SELECT *, EXISTS (
        FROM request_now
        WHERE kind = 'refund' AND outcome = 'accepted' AND request_now.partner_id = held.partner_id
            AND request_now.offer = held.offer AND offer_starts_on = held.starts_on
    ) AS refunded
    FROM membership_term AS held
    WHERE partner_id = $partner
),
term AS (
    FROM every
    WHERE NOT refunded
)
SELECT
    offer.offer IS NOT NULL AS offer_known,
    COALESCE(offer.name, asked.offer) AS offer_name,
    offer.policy AS policy,
    offer_level.rank AS rank,
    COALESCE(offer_level.scored, FALSE) AS scored,
    offer_level.sold_until AS sold_until,
    (
        SELECT max(CASE WHEN refunded THEN starts_on ELSE ends_on END) FROM every WHERE every.offer = asked.offer
    ) AS held_until,
    COALESCE(offer_level.once, FALSE) AND EXISTS (FROM term WHERE term.offer = asked.offer) AS once_bought,
    (
        SELECT min(other.name)
        FROM term
        JOIN offer_level AS rival ON rival.offer = term.offer AND rival.choice = offer_level.choice
        JOIN offer AS other ON other.offer = term.offer
        WHERE term.offer <> asked.offer AND term.ends_on >= $purchased_on
    ) AS choice_taken,
    EXISTS (
        FROM purchase
        WHERE purchase.partner_id = $partner AND purchase.offer = asked.offer AND order_number = $order_number
    ) AS order_used
FROM (SELECT $offer::VARCHAR AS offer) AS asked
LEFT JOIN offer ON offer.offer = asked.offer
LEFT JOIN offer_level ON offer_level.offer = asked.offer;
