-- The roles of an address at each partner that knows it ('*' stands for every partner).
SELECT partner_id AS partner_id, roles AS actor_roles, $policy AS policy
FROM person_enabled
WHERE email = $email
ORDER BY partner_id
