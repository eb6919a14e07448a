-- The tenant of a partner, where a file states it.
SELECT partner AS partner, tenant_id AS tenant
FROM visible_partner
WHERE partner_id = $partner AND tenant_id IS NOT NULL AND NOT sees_own_only()
ORDER BY partner_id
