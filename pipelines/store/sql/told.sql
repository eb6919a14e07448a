-- Who is said to hold which seat on a day: the vendor's export overlaid by the deeds.

-- One row a seat of the export, free ones too, and a person of whom deeds speak; holders of a credit, which no file names,
-- are rows as well. A deed holds against an assignment of the file that is not later than the deed; a later one is news.
--   held         whether it is held on the day; what is free or was taken from somebody is here too
--   in_file      whether the export states it; by_deed whether the last word of the deeds on the person gave it
--   told_for     the benefit that the deed named; since its day, done_at its time
--   assigned_on  the later of what file and deed say
CREATE MACRO memory.seat_told(on_day) AS TABLE
WITH filed AS (
    SELECT seat.*, title.product AS product, seat.email IS NOT NULL AND begun(seat.assigned_on, on_day) AS taken
    FROM visible_seat AS seat
    JOIN product_title AS title ON title.title = lower(seat.subscription_level) AND title.family = 'visual_studio'
),
word AS (
    SELECT word.*, identity.email AS email, identity.name AS name
    FROM holder_word(on_day) AS word
    LEFT JOIN identity USING (person_id)
    WHERE in_scope(word.partner_id)
        AND (NOT sees_own_only() OR identity.email = lower(getvariable('own_email')::VARCHAR))
)
SELECT
    COALESCE(filed.partner_id, word.partner_id) AS partner_id,
    COALESCE(word.family, 'visual_studio') AS family,
    COALESCE(filed.product, word.product) AS product,
    word.entitlement_id AS told_for,
    word.since AS since,
    word.done_at AS done_at,
    filed.seat_id AS seat_id,
    word.person_id AS person_id,
    COALESCE(filed.email, word.email) AS email,
    COALESCE(filed.subscriber, word.name) AS subscriber,
    filed.seat_id IS NOT NULL AS in_file,
    COALESCE(word.held, FALSE) AS by_deed,
    COALESCE(word.held, FALSE)
        OR (COALESCE(filed.taken, FALSE) AND COALESCE(filed.assigned_on > word.since, word.person_id IS NULL)) AS held,
    GREATEST(filed.assigned_on, CASE WHEN word.held THEN word.since END) AS assigned_on,
    COALESCE(filed.activated AND begun(filed.activated_on, on_day), FALSE) AS activated,
    filed.activated_on AS activated_on,
    COALESCE(filed.used, FALSE) OR COALESCE(filed.activated AND begun(filed.activated_on, on_day), FALSE) AS used,
    COALESCE(filed.status, 'assigned') AS status,
    COALESCE(filed.reference, word.reference) AS reference
FROM filed
FULL JOIN word ON word.partner_id = filed.partner_id AND word.product = filed.product AND word.email = filed.email;
