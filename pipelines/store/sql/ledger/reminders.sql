-- Reminders: what people answered to them, what each was sent, which letters each wants, and addresses of calendars.

-- The last word of a person on a reminder: handled, or not to be said before a day.
CREATE VIEW memory.reminder_answered AS
SELECT
    who.email AS email,
    deed.subject AS reminder,
    arg_max(deed.action, deed.version) = 'handle_reminder' AS handled,
    arg_max((deed.details ->> 'until')::DATE, deed.version) AS snoozed_until
FROM deed
JOIN identity AS who ON who.person_id = deed.actor AND who.email IS NOT NULL
WHERE deed.stream_id = 'app' AND deed.outcome = 'done' AND deed.action IN ('snooze_reminder', 'handle_reminder')
GROUP BY who.email, deed.subject;

-- What each person was sent, one row a person and day.
--   told     the reminders of the letter, each as reminder@step
--   listed   those of the weekly digest; null on days without one
CREATE VIEW memory.reminder_sent AS
SELECT
    whom.email AS email,
    deed.on_day AS on_day,
    (deed.details -> 'told')::VARCHAR[] AS told,
    (deed.details -> 'listed')::VARCHAR[] AS listed
FROM deed
JOIN identity AS whom ON whom.person_id = deed.subject AND whom.email IS NOT NULL
WHERE deed.stream_id = 'app' AND deed.action = 'remind' AND deed.subject IS NOT NULL;

-- The letters that a person chose: all, digest or off, and their language. Who chose nothing is not here.
CREATE VIEW memory.reminder_choice AS
SELECT
    who.email AS email,
    arg_max(deed.details ->> 'reminder_letters', deed.version) AS letters,
    arg_max(deed.details ->> 'language', deed.version) AS language
FROM deed
JOIN identity AS who ON who.person_id = deed.actor AND who.email IS NOT NULL
WHERE deed.stream_id = 'app' AND deed.outcome = 'done' AND deed.action = 'choose_reminders'
GROUP BY who.email;

-- The address of each person's calendar, which is the last one that was made, as long as it is not revoked.
CREATE VIEW memory.calendar_now AS
SELECT
    who.email AS email,
    deed.subject AS token_id,
    deed.details ->> 'fingerprint' AS fingerprint,
    deed.on_day AS made_on
FROM deed
JOIN identity AS who ON who.person_id = deed.actor AND who.email IS NOT NULL
WHERE deed.stream_id = 'app' AND deed.outcome = 'done' AND deed.action IN ('create_calendar', 'revoke_calendar')
QUALIFY row_number() OVER (PARTITION BY who.email ORDER BY deed.version DESC) = 1
    AND deed.action = 'create_calendar';
