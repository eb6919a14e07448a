-- Which partners have a Global admin.
SELECT
    partner.partner_id AS partner_id,
    COALESCE(bool_or(list_contains(person_now.roles, 'global_admin')), FALSE) AS led
FROM partner
LEFT JOIN person_now USING (partner_id)
GROUP BY partner.partner_id
ORDER BY partner.partner_id
