-- Whom deeds keep out, and since when a sign-in counts. It holds for the whole app, whichever partner knows the person.

-- One row an address whose sessions were ended, or that was disabled once.
--   not_before   a sign-in made before this moment is nobody's
CREATE VIEW memory.sign_in_stated AS
SELECT
    identity.email AS email,
    max(deed.done_at) FILTER (WHERE deed.action <> 'enable_person') AS not_before,
    COALESCE(
        arg_max(deed.action, deed.version) FILTER (WHERE deed.action <> 'end_sessions') = 'disable_person', FALSE
    ) AS disabled
FROM deed
JOIN identity ON identity.person_id = deed.subject AND identity.email IS NOT NULL
WHERE deed.stream_id = 'app' AND deed.outcome = 'done'
    AND deed.action IN ('end_sessions', 'disable_person', 'enable_person')
GROUP BY identity.email;

-- The people of each partner who may come in: what a reader's rights and an actor's roles are looked up in.
CREATE VIEW memory.person_enabled AS
FROM person_now
ANTI JOIN (SELECT email FROM sign_in_stated WHERE disabled) AS kept_out USING (email);
