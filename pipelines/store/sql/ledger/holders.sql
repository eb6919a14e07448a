-- Who was given a seat or a credit and who lost it again, as the deeds say. Without scope.

-- The last word of the deeds up to a day on a person: one row for each product of which he was given a seat, and for each
-- credit.
--   held     whether he has it; false where it was taken from him
--   since    the day of that deed, and done_at its time
--   product  as the deed wrote it down, so that the next year's benefit still finds its people
CREATE MACRO memory.holder_word(on_day) AS TABLE
WITH told AS (
    SELECT
        deed.stream_id AS partner_id,
        deed.entitlement_id AS entitlement_id,
        CASE WHEN contains(deed.action, 'seat') THEN 'visual_studio' ELSE 'azure_credit' END AS family,
        deed.details ->> 'product' AS product,
        deed.details ->> 'reference' AS reference,
        deed.version AS version,
        deed.on_day AS since,
        deed.done_at AS done_at,
        unnest([
            {'person_id': deed.subject, 'held': NOT starts_with(deed.action, 'remove')},
            {'person_id': deed.details ->> 'from', 'held': FALSE}
        ], recursive := TRUE)
    FROM deed
    WHERE deed.outcome = 'done' AND deed.on_day <= on_day AND deed.action IN (
        'assign_seat', 'remove_seat', 'reassign_seat', 'assign_credit', 'remove_credit_user', 'transfer_credit'
    )
)
FROM told
WHERE person_id IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY partner_id, CASE family WHEN 'visual_studio' THEN product ELSE entitlement_id END, person_id
    ORDER BY version DESC
) = 1;

-- How many people have a benefit by deed, and how often it was taken from somebody: removed, reassigned or transferred.
CREATE MACRO memory.holder_count(on_day) AS TABLE
SELECT
    stream_id AS partner_id,
    entitlement_id AS entitlement_id,
    count(*) FILTER (starts_with(action, 'assign')) - count(*) FILTER (starts_with(action, 'remove')) AS holders,
    count(*) FILTER (NOT starts_with(action, 'assign')) AS moves
FROM deed
WHERE outcome = 'done' AND deed.on_day <= on_day AND action IN ('assign_credit', 'remove_credit_user', 'transfer_credit')
GROUP BY stream_id, entitlement_id;

-- Who holds what by deed: their last word, whatever the day.
CREATE VIEW memory.holder_now AS
SELECT word.*, identity.email AS email, identity.name AS name
FROM holder_word(DATE 'infinity') AS word
LEFT JOIN identity USING (person_id)
WHERE word.held;
