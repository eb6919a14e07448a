-- The letters whose address was emptied.
SELECT message_id AS message_id
FROM message
JOIN private_text ON private_text.text_id = message.address
WHERE private_text.value IS NULL
ORDER BY message_id;
