-- Whom a mailed link is for: the partner and the address of the primary contact it was sent to.
SELECT deed.stream_id AS partner_id, partner.partner AS partner, identity.email AS email
FROM deed
JOIN partner ON partner.partner_id = deed.stream_id
JOIN identity ON identity.person_id = deed.subject
WHERE deed.outcome = 'done' AND deed.action = 'send_verification' AND (deed.details ->> 'token') = $token
ORDER BY deed.stream_id
