-- The answers as the template `answers` has them: those of requests, and those of files that fit no request.
SELECT
    request_id AS request_id,
    outcome AS outcome,
    access_id AS access_id,
    contract_id AS contract_id,
    active_from AS active_from,
    expires_on AS expires_on,
    note AS note
FROM (
    SELECT request_no AS request_id, partner_id, kind, state, outcome, access_id, contract_id, active_from, expires_on, note
    FROM visible_request
    WHERE outcome IS NOT NULL
    UNION ALL BY NAME
    SELECT request_id, partner_id, outcome, access_id, contract_id, active_from, expires_on, note
    FROM visible_stray_answer
)
WHERE chosen($partner, partner_id) AND chosen($request_kind, kind) AND chosen($state, state)
ORDER BY request_id;
