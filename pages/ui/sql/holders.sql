-- Who at some partners has one of some roles: whom a refused reader can ask.
SELECT DISTINCT name AS name
FROM person_enabled
WHERE list_contains($partners, partner_id)
    AND list_has_any(roles, $roles)
ORDER BY name
