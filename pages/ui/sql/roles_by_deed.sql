-- Of whom a deed has stated the roles at a partner, so that no file changes them any more.
SELECT
    partner_id AS partner_id,
    email AS email
FROM person_stated
ORDER BY partner_id, email
