-- Where a partner's marketing contact is written to, and in which language; no row without one.
SELECT other_email AS address, preferred_language AS language
FROM marketing_contact_now
WHERE partner_id = $partner;
