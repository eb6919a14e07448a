-- Letters that are not written yet, with the address in words; those to an address that was forgotten are left out. A fact that
-- names a private text is told as that text.
SELECT
    message.message_id AS message_id,
    private_text.value AS address,
    message.kind AS kind,
    (
        SELECT COALESCE(json_group_object(fact.key, COALESCE(told.value, (fact.value ->> '$'))), '{}')
        FROM json_each(message.facts) AS fact
        LEFT JOIN private_text AS told ON told.text_id = (fact.value ->> '$')
    ) AS facts,
    message.language AS language,
    deed.done_at AS written_at
FROM message
JOIN private_text ON private_text.text_id = message.address AND private_text.value IS NOT NULL
JOIN deed ON deed.stream_id = message.stream_id AND deed.version = message.version
WHERE NOT list_contains($written::VARCHAR[], message.message_id)
ORDER BY deed.done_at, message.message_id;
