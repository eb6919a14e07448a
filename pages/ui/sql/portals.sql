-- The portal in which each partner of the reader has its membership.
SELECT partner_id AS partner_id, partner AS partner, portal AS portal, currency AS currency
FROM visible_partner
ORDER BY partner, partner_id
