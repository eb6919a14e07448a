-- Where somebody is known, and with which roles: one row a partner ('*' stands for every partner).
SELECT
    partner_id AS partner_id,
    name AS name,
    member_type AS member_type,
    roles AS roles
FROM person_enabled
WHERE email = $email
ORDER BY partner_id
