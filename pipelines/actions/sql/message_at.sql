-- How a letter stands, and the roles of somebody where it belongs: at its partner, or at the partners of the person it goes to.
WITH place AS (
    SELECT stream_id AS partner_id
    FROM message_now
    WHERE message_id = $message AND stream_id <> 'app'
    UNION
    SELECT person_now.partner_id AS partner_id
    FROM message_now
    JOIN person_now ON person_now.email = message_now.sent_to
    WHERE message_id = $message AND stream_id = 'app'
), held AS (
    SELECT unnest(person_now.roles) AS role_held
    FROM person_now
    WHERE person_now.email = $email AND (
            person_now.partner_id IN (SELECT place.partner_id FROM place)
            OR (person_now.partner_id = '*' AND EXISTS (SELECT place.partner_id FROM place))
        )
)
SELECT
    message_state AS message_state,
    attempts AS attempts,
    (SELECT COALESCE(list(DISTINCT held.role_held ORDER BY held.role_held), []::VARCHAR[]) FROM held) AS roles
FROM message_now
WHERE message_id = $message;
