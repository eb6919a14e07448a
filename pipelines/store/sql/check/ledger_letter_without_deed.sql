-- Letters whose deed is not there.
SELECT 'message' AS source_table, concat_ws(', ', stream_id, version, kind) AS found
FROM message
ANTI JOIN deed USING (stream_id, version)
ORDER BY stream_id, version, message_id;
