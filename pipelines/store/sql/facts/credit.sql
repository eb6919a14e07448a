-- The benefits of a partner and who has one of them as a credit by deed: one row a benefit and person, email null for nobody.
--   action_pack  whether it comes with an Action Pack
--   running      neither the benefit nor its membership is over
WITH term AS (
    SELECT offer, max(COALESCE(grace_ends_on, ends_on)) AS ends_on
    FROM membership_term
    WHERE partner_id = $partner
    GROUP BY offer
),
holder AS (
    SELECT word.entitlement_id AS entitlement_id, identity.email AS email
    FROM holder_word($on_day) AS word
    JOIN identity USING (person_id)
    WHERE word.partner_id = $partner AND word.held AND word.family = 'azure_credit'
)
SELECT
    held.entitlement_id AS entitlement_id,
    held.unit AS unit,
    COALESCE(contains(offer.name, 'Action Pack'), FALSE) AS action_pack,
    COALESCE(held.use_until >= $on_day, TRUE) AND COALESCE(term.ends_on >= $on_day, TRUE) AS running,
    holder.email AS email
FROM membership_benefit AS held
LEFT JOIN offer ON offer.offer = held.offer
LEFT JOIN term ON term.offer = held.offer
LEFT JOIN holder ON holder.entitlement_id = held.entitlement_id
WHERE held.partner_id = $partner
ORDER BY held.entitlement_id, holder.email;
