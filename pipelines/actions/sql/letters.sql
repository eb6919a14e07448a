-- Letters that are to be handed over now, the oldest first, with the address in words. A fact that names a private text is told
-- as that text.
SELECT
    message_id AS message_id,
    sent_to AS address,
    kind AS kind,
    (
        SELECT COALESCE(json_group_object(fact.key, COALESCE(told.value, (fact.value ->> '$'))), '{}')
        FROM json_each(message_now.facts) AS fact
        LEFT JOIN private_text AS told ON told.text_id = (fact.value ->> '$')
    ) AS facts,
    language AS language,
    written_at AS written_at,
    attempts AS attempts,
    tries AS tries
FROM message_now
WHERE message_state = 'waiting' AND (due_at IS NULL OR due_at <= $now)
ORDER BY written_at, message_id;
