-- The people of one partner by name; somebody who sees only what is their own finds only themselves.
SELECT email AS email, name AS name, member_type AS member_type
FROM person_now
WHERE partner_id = $partner
    AND in_scope(partner_id)
    AND (NOT sees_own_only() OR email = lower(getvariable('own_email')::VARCHAR))
ORDER BY name, email
