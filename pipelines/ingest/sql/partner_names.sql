-- The partners that are loaded, by name.
SELECT
    partner_id AS partner_id,
    partner AS partner
FROM partner
ORDER BY partner_id
