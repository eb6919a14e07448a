-- The mails whose link has this token, at one partner: whether it is the newest one, and whether it was opened.
SELECT
    sent.subject AS contact,
    sent.on_day AS sent_on,
    COALESCE(contact_now.token = $token, FALSE) AS newest,
    EXISTS (
        FROM deed AS answer
        WHERE answer.stream_id = $partner AND answer.outcome = 'done' AND answer.action = 'verify_contact'
            AND (answer.details ->> 'token') = $token
    ) AS used
FROM deed AS sent
LEFT JOIN contact_now ON contact_now.partner_id = sent.stream_id
WHERE sent.stream_id = $partner AND sent.outcome = 'done' AND sent.action = 'send_verification'
    AND (sent.details ->> 'token') = $token
ORDER BY sent.version;
