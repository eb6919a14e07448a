-- What was asked of the vendor and what became of it: the last word of the deeds and of the file of answers.

-- One row a request: what its opening, the answers by form, and a withdrawal say.
CREATE VIEW memory.request_told AS
SELECT
    subject AS request_no,
    any_value(stream_id) AS partner_id,
    any_value(details ->> 'kind') FILTER (opens) AS kind,
    any_value(entitlement_id) FILTER (opens) AS entitlement_id,
    any_value(details ->> 'offer') FILTER (opens) AS offer,
    any_value((details ->> 'starts_on')::DATE) FILTER (opens) AS offer_starts_on,
    any_value((details ->> 'hours')::DECIMAL(18, 2)) FILTER (opens) AS hours,
    any_value(details ->> 'title') FILTER (opens) AS title,
    any_value(details ->> 'phase') FILTER (opens) AS phase,
    any_value(told.on_day) FILTER (opens) AS opened_on,
    any_value(actor) FILTER (opens) AS opened_by,
    max(told.on_day) FILTER (action = 'withdraw_request') AS withdrawn_on,
    arg_max({
        'outcome': details ->> 'outcome', 'answered_on': told.on_day, 'access_id': details ->> 'access_id',
        'contract_id': details ->> 'contract_id', 'active_from': (details ->> 'active_from')::DATE,
        'expires_on': (details ->> 'expires_on')::DATE, 'note': details ->> 'note'
    }, version) FILTER (action = 'record_answer') AS form
FROM (
    SELECT *, details ->> 'kind' IN ('activation', 'replacement', 'refund', 'advisory_hours')
        AND action NOT IN ('record_answer', 'withdraw_request') AS opens
    FROM deed
    WHERE outcome = 'done'
) AS told
WHERE opens OR action IN ('record_answer', 'withdraw_request')
GROUP BY subject;

-- A request with its answer. Where form and file both give one, the later active_from wins, and the form where they are alike.
CREATE VIEW memory.request_now AS
WITH judged AS (
    SELECT told.*, file, file.request_id IS NOT NULL AND (
            form IS NULL OR COALESCE(file.active_from > COALESCE(form.active_from, '0001-01-01'), FALSE)
        ) AS by_file,
        CASE
            WHEN withdrawn_on IS NOT NULL THEN 'withdrawn'
            WHEN form IS NOT NULL OR file.request_id IS NOT NULL THEN 'answered'
            ELSE 'waiting'
        END AS state
    FROM request_told AS told
    LEFT JOIN (
        SELECT answer.*, load.as_of AS answered_on FROM answer JOIN load USING (load_id)
    ) AS file ON file.request_id = told.request_no
)
SELECT
    request_no AS request_no,
    partner_id AS partner_id,
    kind AS kind,
    entitlement_id AS entitlement_id,
    offer AS offer,
    offer_starts_on AS offer_starts_on,
    hours AS hours,
    title AS title,
    phase AS phase,
    opened_on AS opened_on,
    opened_by AS opened_by,
    state AS state,
    withdrawn_on AS withdrawn_on,
    by_file AS by_file,
    CASE WHEN by_file THEN file.outcome ELSE form.outcome END AS outcome,
    CASE WHEN by_file THEN file.answered_on ELSE form.answered_on END AS answered_on,
    CASE WHEN by_file THEN file.access_id ELSE form.access_id END AS access_id,
    CASE WHEN by_file THEN file.contract_id ELSE form.contract_id END AS contract_id,
    CASE WHEN by_file THEN file.active_from ELSE form.active_from END AS active_from,
    CASE WHEN by_file THEN file.expires_on ELSE form.expires_on END AS expires_on,
    CASE WHEN by_file THEN file.note ELSE form.note END AS note
FROM judged;

-- What the vendor's answers say of benefits on a day: an activation that waits, the dates of one that was accepted, and
-- memberships whose refund was accepted (by offer and first day).
CREATE MACRO memory.answered_by(on_day) AS TABLE
SELECT
    request_no AS request_no,
    partner_id AS partner_id,
    entitlement_id AS entitlement_id,
    offer AS offer,
    offer_starts_on AS membership_starts_on,
    kind = 'activation' AND (state = 'waiting' OR answered_on > on_day
        OR (outcome = 'accepted' AND COALESCE(active_from, answered_on) > on_day)) AS requested,
    kind = 'activation' AND outcome = 'accepted' AND COALESCE(active_from, answered_on) <= on_day AS activated,
    kind = 'refund' AND outcome = 'accepted' AND answered_on <= on_day AS cancelled,
    expires_on AS expires_on
FROM request_now
WHERE state <> 'withdrawn' AND opened_on <= on_day;
