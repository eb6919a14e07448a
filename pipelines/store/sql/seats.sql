-- Who holds which seat of which benefit, and where the vendor's export and the deeds disagree. The keys of joins are made
-- as in counted.sql.

-- When the export was loaded that states a partner's seats: a file states all of them.
CREATE VIEW memory.seat_file AS
SELECT seat.partner_id AS partner_id, max(load.loaded_at) AS loaded_at
FROM seat
JOIN load USING (load_id)
GROUP BY seat.partner_id;

-- One row a seat held, and a holder of a credit. What a deed gave belongs to the deed's benefit; the rest fills the
-- benefits of its product in their order, what is used first. entitlement_id is null where no benefit is held for it.
--   ended         the benefit is over, or there is none
--   origin        file | deed | both: who says so
--   confirmed     a file that was loaded after the deed says the same; contradicted where it does not know of it
CREATE MACRO memory.seat_now(on_day) AS TABLE
WITH queued AS (
    SELECT *, CASE WHEN is_last THEN 'infinity'::DOUBLE ELSE (earlier + room)::DOUBLE END AS up_to
    FROM benefit_queued(on_day)
    WHERE NOT succeeded
),
held AS (
    SELECT seat.*, own.entitlement_id AS given_from, own.ended AS given_ended, own.policy AS given_policy,
        row_number() OVER (
            PARTITION BY seat.partner_id, seat.product, own.entitlement_id IS NULL
            ORDER BY seat.used DESC, seat.assigned_on, seat.email, seat.seat_id
        ) AS nth
    FROM seat_told(on_day) AS seat
    LEFT JOIN queued AS own
        ON own.partner_id = seat.partner_id AND own.entitlement_id = CASE WHEN seat.by_deed THEN seat.told_for END
    WHERE seat.held
)
SELECT
    held.partner_id AS partner_id,
    COALESCE(held.given_from, queued.entitlement_id) AS entitlement_id,
    held.family AS family,
    held.product AS product,
    held.seat_id AS seat_id,
    held.person_id AS person_id,
    held.email AS email,
    held.subscriber AS subscriber,
    held.assigned_on AS assigned_on,
    held.activated AS activated,
    held.activated_on AS activated_on,
    held.used AS used,
    held.status AS status,
    held.reference AS reference,
    COALESCE(held.given_policy, queued.policy) AS policy,
    COALESCE(held.given_ended, queued.ended, TRUE) AS ended,
    CASE WHEN NOT held.by_deed THEN 'file' WHEN held.in_file THEN 'both' ELSE 'deed' END AS origin,
    COALESCE(held.by_deed AND held.in_file AND file.loaded_at > held.done_at, FALSE) AS confirmed,
    COALESCE(held.by_deed AND held.family = 'visual_studio' AND NOT held.in_file AND file.loaded_at > held.done_at, FALSE)
        AS contradicted
FROM held
LEFT JOIN queued ON queued.partner_id = held.partner_id
    AND queued.product = CASE WHEN held.given_from IS NULL THEN held.product END
    AND held.nth > queued.earlier AND held.nth <= queued.up_to
LEFT JOIN seat_file AS file ON file.partner_id = held.partner_id;

-- Where an export that was loaded after a deed says something else: it does not know whom the deed gave a seat, or still
-- has whom the deed took it from.
CREATE MACRO memory.seat_conflict(on_day) AS TABLE
SELECT told.partner_id, told.told_for AS entitlement_id, told.product, told.email, told.by_deed, told.since, file.loaded_at
FROM seat_told(on_day) AS told
JOIN seat_file AS file ON file.partner_id = told.partner_id AND file.loaded_at > told.done_at
WHERE told.family = 'visual_studio'
    AND CASE WHEN told.by_deed THEN NOT told.in_file ELSE told.in_file AND NOT told.held END;
