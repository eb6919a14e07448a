-- Who at a partner has one of some roles, there or at every partner: whom a refused reader can ask.
SELECT DISTINCT name AS name
FROM person_enabled
WHERE list_contains([$partner, '*'], partner_id)
    AND list_has_any(roles, $roles)
ORDER BY name
