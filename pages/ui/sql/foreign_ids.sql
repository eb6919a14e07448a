-- Which of the ids that an address names are there, but only at partners that the reader does not see.
WITH asked AS (
    SELECT unnest($names::VARCHAR[]) AS name, unnest($ids::VARCHAR[]) AS id
),
there AS (
    SELECT 'partner' AS name, partner_id AS id, partner_id AS partner_id FROM partner
    UNION ALL
    SELECT 'entitlement', entitlement_id, partner_id FROM membership_benefit
    UNION ALL
    SELECT 'request', request_no, partner_id FROM request_now
    UNION ALL
    SELECT 'subscription', subscription_id, partner_id FROM subscription_claim
    UNION ALL
    SELECT 'person', person_id, partner_id FROM person_now JOIN identity USING (email)
    UNION ALL
    SELECT 'person', email, partner_id FROM person_now
    UNION ALL
    SELECT 'person', concat_ws(':', partner_id, email), partner_id FROM person_now
)
SELECT asked.name AS name, asked.id AS id
FROM asked
JOIN there ON there.name = asked.name AND there.id = asked.id
GROUP BY asked.name, asked.id
HAVING NOT bool_or(there.partner_id = '*' OR in_scope(there.partner_id))
ORDER BY asked.name, asked.id;
