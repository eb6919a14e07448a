-- What each membership cost and what of it is held, used and idle, by currency: those whose use most falls short of the fee
-- first. A fee is set against the use only where everything of the offer is in its currency.
WITH held AS (
    SELECT partner_id, offer, currency,
        sum(value_held)::DECIMAL(38, 18) AS value_held,
        sum(value_used)::DECIMAL(38, 18) AS value_used,
        sum(value_idle)::DECIMAL(38, 18) AS value_idle,
        count(*)::BIGINT AS benefits,
        count(*) FILTER (WHERE unit_value IS NULL) AS unvalued
    FROM benefit_chosen($as_of, $partner, NULL, $offer, NULL, NULL, NULL)
    WHERE offer IS NOT NULL
    GROUP BY ALL
),
-- The term that runs or whose grace runs, the latest of them; one that was refunded cost nothing.
term AS (
    SELECT partner_id, offer, starts_on, ends_on, currency, fee::DECIMAL(38, 18) AS fee
    FROM visible_offer_held AS term
    WHERE starts_on <= $as_of AND COALESCE(grace_ends_on, ends_on) >= $as_of
        AND chosen($partner, partner_id) AND chosen($offer, offer)
        AND NOT EXISTS (
            FROM visible_refund AS refund
            WHERE refund.partner_id = term.partner_id AND refund.offer = term.offer
                AND refund.starts_on = term.starts_on AND refund.outcome = 'accepted' AND refund.answered_on <= $as_of
        )
    QUALIFY row_number() OVER (PARTITION BY partner_id, offer ORDER BY starts_on DESC) = 1
),
line AS (
    SELECT partner_id, offer, currency FROM held
    UNION
    SELECT partner_id, offer, currency FROM term
    WHERE fee IS NOT NULL OR NOT EXISTS (FROM held WHERE held.partner_id = term.partner_id AND held.offer = term.offer)
),
paid AS (
    SELECT line.partner_id AS partner_id, line.offer AS offer, line.currency AS currency, fee,
        count(*) OVER (PARTITION BY line.partner_id, line.offer) = 1 AS comparable
    FROM line
    LEFT JOIN term USING (partner_id, offer, currency)
)
SELECT
    paid.partner_id AS partner_id,
    visible_partner.partner AS partner,
    paid.offer AS offer,
    COALESCE(offer.name, paid.offer) AS offer_name,
    term.starts_on AS starts_on,
    term.ends_on AS ends_on,
    paid.currency AS currency,
    paid.fee AS fee,
    held.value_held AS value_held,
    held.value_used AS value_used,
    held.value_idle AS value_idle,
    (held.value_used / nullif(held.value_held, 0))::DOUBLE AS used_share,
    CASE WHEN paid.comparable THEN held.value_used - paid.fee END::DECIMAL(38, 18) AS used_less_fee,
    COALESCE(held.benefits, 0)::BIGINT AS benefits,
    COALESCE(held.unvalued, 0)::BIGINT AS unvalued
FROM paid
LEFT JOIN held USING (partner_id, offer, currency)
LEFT JOIN term USING (partner_id, offer)
JOIN visible_partner ON visible_partner.partner_id = paid.partner_id
LEFT JOIN offer ON offer.offer = paid.offer
WHERE chosen($currency, paid.currency)
ORDER BY used_less_fee NULLS LAST, value_idle DESC NULLS LAST, partner, partner_id, offer_name, offer, currency;
