-- Keys that were redeemed more than once, by the beginning of their digest.
SELECT 'deed' AS source_table, concat_ws(', ', stream_id, left(subject, 12)) AS found
FROM deed
WHERE outcome = 'done' AND action = 'redeem_key'
GROUP BY stream_id, subject
HAVING count(*) > 1
ORDER BY found;
