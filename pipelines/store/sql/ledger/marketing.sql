-- The marketing contact of each partner now: the last one that was set, and how often one was.
CREATE VIEW memory.marketing_contact_now AS
SELECT
    stream_id AS partner_id,
    arg_max(subject, version) AS person_id,
    arg_max(details ->> 'other_email', version) AS other_email,
    arg_max(details ->> 'phone', version) AS phone,
    arg_max(details ->> 'preferred_language', version) AS preferred_language,
    arg_max(deed.on_day, version) AS set_on,
    count(*) AS times_set
FROM deed
WHERE outcome = 'done' AND action = 'set_marketing_contact'
GROUP BY stream_id;
