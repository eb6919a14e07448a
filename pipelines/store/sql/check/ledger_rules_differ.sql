-- Deeds that are done against a rule, or refused without one.
SELECT 'deed' AS source_table, concat_ws(', ', stream_id, version) AS found
FROM deed
WHERE (outcome = 'refused') <> (json_array_length(rules) > 0)
ORDER BY stream_id, version;
