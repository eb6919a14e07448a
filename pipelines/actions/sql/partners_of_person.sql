-- The partners at which an address is known: all of them for somebody known everywhere.
SELECT DISTINCT partner.partner_id AS partner_id
FROM partner
JOIN person_now ON person_now.partner_id IN (partner.partner_id, '*')
WHERE person_now.email = $email
ORDER BY partner_id;
