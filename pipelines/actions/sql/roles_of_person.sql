-- The partners at which an address has a role.
SELECT partner_id AS partner_id
FROM person_now
WHERE email = $email AND len(roles) > 0
ORDER BY partner_id;
