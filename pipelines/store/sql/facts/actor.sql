-- Who asks for a deed at a partner: known there or at every partner, and the roles held there, all together. A user of the
-- partner is who is named there with a role of the vendor's portal or none; a role of this application alone makes nobody one.
-- Who is disabled is nobody. For what belongs to no partner ('app') every partner counts.
SELECT
    count(*) > 0 AS known,
    COALESCE(bool_or($partner IN (partner_id, 'app') AND (len(roles) = 0 OR list_has_any(
        roles, ['global_admin', 'mpn_partner_admin', 'admin_agent', 'user_management_admin']
    ))), FALSE) AS member,
    COALESCE(list_distinct(flatten(list(roles))), []) AS roles,
    any_value(member_type) AS member_type
FROM person_enabled
WHERE email = $email AND ($partner = 'app' OR partner_id IN ($partner, '*'));
