-- Attempts to deliver a letter that is not there.
SELECT 'delivery' AS source_table, concat_ws(', ', message_id, attempt, outcome) AS found
FROM delivery
ANTI JOIN message USING (message_id)
ORDER BY message_id, attempt;
