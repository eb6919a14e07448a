-- The partners the reader sees, by name.
SELECT partner_id AS partner_id, partner AS partner
FROM visible_partner
ORDER BY partner, partner_id
