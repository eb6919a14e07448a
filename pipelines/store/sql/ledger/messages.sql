-- Letters that deeds sent and how each stands.

-- One row a letter.
--   sent_to         the address; null once it is forgotten
--   message_state   waiting; sent by the mail server; written as a file; failed: given up after many attempts; refused: the mail
--                   server or its own address lets it go to nobody; forgotten: the address was erased before it was sent
--   tries           attempts since somebody asked for it again, or all of them
--   due_at          when a waiting letter is tried next; null: at once
CREATE VIEW memory.message_now AS
WITH tried AS (
    SELECT
        message_id AS message_id,
        max(attempt) AS attempts,
        arg_max({'tried_at': tried_at, 'outcome': outcome, 'reason': reason, 'next_at': next_at}, attempt) AS last
    FROM delivery
    GROUP BY message_id
), again AS (
    SELECT subject AS message_id, max((details ->> 'attempts')::INTEGER) AS attempts
    FROM deed
    WHERE stream_id = 'app' AND action = 'resend_message' AND outcome = 'done'
    GROUP BY subject
)
SELECT
    message.message_id AS message_id,
    message.stream_id AS stream_id,
    message.version AS version,
    message.kind AS kind,
    message.facts AS facts,
    message.language AS language,
    deed.action AS action,
    deed.done_at AS written_at,
    known.value AS sent_to,
    COALESCE(tried.attempts, 0) AS attempts,
    COALESCE(tried.attempts, 0) - COALESCE(again.attempts, 0) AS tries,
    tried.last.tried_at AS tried_at,
    tried.last.reason AS reason,
    CASE
        WHEN tried.last.outcome IN ('sent', 'written') THEN tried.last.outcome
        WHEN known.value IS NULL THEN 'forgotten'
        WHEN tried.last IS NULL OR tried.last.next_at IS NOT NULL OR again.attempts = tried.attempts THEN 'waiting'
        ELSE tried.last.outcome
    END AS message_state,
    CASE WHEN again.attempts IS DISTINCT FROM tried.attempts THEN tried.last.next_at END AS due_at
FROM message
JOIN deed USING (stream_id, version)
LEFT JOIN private_text AS known ON known.text_id = message.address
LEFT JOIN tried USING (message_id)
LEFT JOIN again USING (message_id);

-- Letters of the partners in sight, and of those that belong to no partner the ones to people in sight.
CREATE VIEW memory.visible_message AS
FROM message_now
WHERE NOT sees_own_only() AND (
        in_scope(stream_id)
        OR (stream_id = 'app' AND sent_to IN (SELECT email FROM visible_person WHERE email IS NOT NULL))
    );
