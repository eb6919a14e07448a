-- The people of a partner.
SELECT
    email AS email,
    name AS name,
    member_type AS member_type,
    in_directory AS in_directory,
    roles AS roles
FROM person_now
WHERE partner_id = $partner
ORDER BY email;
