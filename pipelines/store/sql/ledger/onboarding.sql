-- How far a partner is in making its account: the steps that are done, and the primary contact.

CREATE VIEW memory.onboarding_step AS
SELECT stream_id AS partner_id, subject AS step, min(on_day) AS done_on, arg_min(actor, version) AS done_by
FROM deed
WHERE outcome = 'done' AND action = 'complete_step'
GROUP BY stream_id, subject;

-- The primary contact that was named last, by person_id; verified_on once the link mailed then was opened.
CREATE VIEW memory.contact_now AS
SELECT
    sent.partner_id AS partner_id,
    sent.contact AS contact,
    sent.token AS token,
    sent.sent_on AS sent_on,
    min(answer.on_day) AS verified_on
FROM (
    SELECT stream_id AS partner_id, arg_max(subject, version) AS contact, arg_max(details ->> 'token', version) AS token,
        arg_max(on_day, version) AS sent_on
    FROM deed
    WHERE outcome = 'done' AND action = 'send_verification'
    GROUP BY stream_id
) AS sent
LEFT JOIN deed AS answer
    ON answer.stream_id = sent.partner_id AND answer.outcome = 'done' AND answer.action = 'verify_contact'
    AND (answer.details ->> 'token') = sent.token
GROUP BY ALL;
