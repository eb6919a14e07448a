-- Whether this address is the partner's verified primary contact.
SELECT count(*) > 0 AS verified
FROM contact_now
JOIN identity ON identity.person_id = contact_now.contact
WHERE contact_now.partner_id = $partner AND contact_now.verified_on IS NOT NULL AND identity.email = $email;
