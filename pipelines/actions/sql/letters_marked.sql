-- Letters among these of which the ledger does not know that they were written.
SELECT message_id AS message_id
FROM message
ANTI JOIN delivery USING (message_id)
WHERE list_contains($marked::VARCHAR[], message_id)
ORDER BY message_id;
