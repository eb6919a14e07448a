-- Who at a partner has a role, there or at every partner: whom a refused reader can ask.
SELECT name AS name, roles AS roles
FROM person_enabled
WHERE partner_id IN ($partner, '*') AND len(roles) > 0
ORDER BY name, email, partner_id
