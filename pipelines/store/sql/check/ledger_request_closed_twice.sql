-- Requests with a deed after their end: withdrawn and still answered or withdrawn again, or, but for activations, which
-- are answered anew with each year, answered twice.
SELECT 'deed' AS source_table, concat_ws(', ', request_told.partner_id, request_no) AS found
FROM request_told
JOIN deed ON deed.stream_id = request_told.partner_id AND deed.subject = request_no
WHERE deed.outcome = 'done' AND deed.action IN ('record_answer', 'withdraw_request')
GROUP BY request_told.partner_id, request_no, kind
HAVING count(*) > 1 AND (kind <> 'activation' OR bool_or(action = 'withdraw_request'))
ORDER BY found;
