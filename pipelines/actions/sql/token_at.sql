-- A token as somebody may know it: his own, or of people at partners where he has a role; no row for any other. The
-- operator knows them all.
WITH role_held AS (
    SELECT partner_id AS partner_id, roles AS roles
    FROM person_enabled
    WHERE email = $email AND len(roles) > 0
), met AS (
    SELECT COALESCE(bool_or(list_contains(role_held.roles, 'global_admin')), FALSE) AS led, count(*) > 0 AS seen
    FROM token_now
    JOIN person_now AS owner ON owner.email = token_now.email AND owner.partner_id <> '*'
    JOIN role_held ON role_held.partner_id IN (owner.partner_id, '*')
    WHERE token_now.token_id = $token
)
SELECT
    token_now.email IS NOT DISTINCT FROM $email AS own,
    met.led AS led,
    token_now.revoked_on IS NOT NULL AS revoked
FROM token_now
CROSS JOIN met
WHERE token_now.token_id = $token AND (met.seen OR token_now.email = $email OR $email = 'operator');
