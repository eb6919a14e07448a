-- How far a partner is in making its account: its portal, the steps done with their days, and its primary contact.
SELECT
    visible_partner.partner AS partner,
    visible_partner.portal AS portal,
    COALESCE((
        SELECT list({'step': step, 'done_on': done_on} ORDER BY step)
        FROM onboarding_step
        WHERE onboarding_step.partner_id = visible_partner.partner_id
    ), []) AS steps,
    COALESCE(identity.name, identity.email) AS contact,
    contact_now.sent_on AS sent_on,
    contact_now.verified_on AS verified_on
FROM visible_partner
LEFT JOIN contact_now USING (partner_id)
LEFT JOIN identity ON identity.person_id = contact_now.contact
WHERE visible_partner.partner_id = $partner
ORDER BY visible_partner.partner_id
