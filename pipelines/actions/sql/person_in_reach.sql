-- A person as far as one who asks answers for him: as himself, and as Global admin at partners that know him. Somebody is seen
-- who is at a partner where the asker has a role; the operator sees everybody. Always one row.
WITH role_held AS (
    SELECT partner_id AS partner_id, roles AS roles
    FROM person_enabled
    WHERE email = $email AND len(roles) > 0
), place AS (
    SELECT
        known.partner_id AS partner_id,
        known.roles AS roles,
        count(role_held.partner_id) > 0 AS seen,
        COALESCE(bool_or(list_contains(role_held.roles, 'global_admin')), FALSE) AS led,
        list_contains(known.roles, 'global_admin') AND NOT EXISTS (
            FROM person_enabled AS other
            WHERE other.partner_id = known.partner_id AND other.email <> $person
                AND list_contains(other.roles, 'global_admin')
        ) AS sole_admin
    FROM person_now AS known
    LEFT JOIN role_held ON role_held.partner_id IN (known.partner_id, '*')
    WHERE known.email = $person
    GROUP BY known.partner_id, known.roles
)
SELECT
    $person = $email AS own,
    COALESCE(bool_or(seen), FALSE) OR $person = $email OR ($email = 'operator' AND count(*) > 0) AS seen,
    COALESCE(bool_or(led AND partner_id <> '*'), FALSE) AS led,
    COALESCE(bool_and(led), FALSE) AS led_everywhere,
    COALESCE(bool_or(sole_admin AND partner_id <> '*'), FALSE) AS sole_admin,
    COALESCE(list_distinct(flatten(list(roles))), []) AS roles,
    EXISTS (FROM sign_in_stated WHERE email = $person AND disabled) AS disabled
FROM place
