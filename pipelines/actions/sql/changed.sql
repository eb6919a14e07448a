-- The first deed on the same thing since a version of the stream; for what is about the whole partner, of the same kind. What
-- belongs to no partner is everybody's own: nobody is in another's way there, and a person only where the deed puts something
-- in the place of what the same person chose in another window.
SELECT
    COALESCE(identity.name, identity.email, deed.actor) AS by,
    deed.action AS action,
    deed.done_at AS done_at
FROM deed
LEFT JOIN identity ON identity.person_id = deed.actor
WHERE deed.stream_id = $stream AND deed.version > $seen AND deed.outcome = 'done'
    AND CASE
        WHEN $about IS NULL AND deed.stream_id = 'app' THEN
            deed.action = $action AND identity.email = lower($actor)
            AND deed.action IN ('choose_reminders', 'create_calendar')
        WHEN $about IS NULL THEN deed.action = $action
        ELSE COALESCE(deed.entitlement_id, deed.details ->> 'about') = $about
    END
ORDER BY deed.version
LIMIT 1;
