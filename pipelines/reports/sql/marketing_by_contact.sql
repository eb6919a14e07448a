-- The marketing contact of each partner in sight.
SELECT
    visible_partner.partner_id AS partner_id,
    visible_partner.partner AS partner,
    contact.contact AS contact,
    contact.email AS email,
    contact.other_email AS other_email,
    contact.phone AS phone,
    contact.preferred_language AS preferred_language,
    contact.set_on AS set_on
FROM visible_partner
JOIN visible_marketing_contact AS contact USING (partner_id)
WHERE chosen($partner, visible_partner.partner_id)
ORDER BY visible_partner.partner_id;
