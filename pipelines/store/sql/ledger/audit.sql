-- Every deed with what an audit asks of it: those of the partners in sight, and those of their people that belong to no partner.

-- The people whom the ledger names, and how much of each is in sight.
--   seen         is at one of the reader's partners now; seen_until: was there up to this moment
--   whole        was never anywhere else
CREATE VIEW memory.audit_person AS
SELECT
    identity.person_id AS person_id,
    any_value(COALESCE(identity.name, identity.email)) AS name,
    any_value(identity.email) AS email,
    COALESCE(bool_or(in_scope(place.partner_id)) FILTER (place.left_at IS NULL), FALSE) AS seen,
    max(place.left_at) FILTER (in_scope(place.partner_id)) AS seen_until,
    COALESCE(bool_and(in_scope(place.partner_id)), FALSE) AS whole
FROM identity
LEFT JOIN (
    SELECT partner_id, email, NULL::TIMESTAMPTZ AS left_at
    FROM person_now
    UNION ALL
    SELECT deed.stream_id, gone.email, max(deed.done_at)
    FROM deed
    JOIN identity AS gone ON gone.person_id = deed.subject
    WHERE deed.outcome = 'done' AND deed.action = 'remove_person'
    GROUP BY deed.stream_id, gone.email
) AS place ON place.email = identity.email
GROUP BY identity.person_id;

-- One row a deed. Of what belongs to no partner a name is told where its person is in sight, and what it is about where
-- that is such a person or the one who did it is at no other partner: it may speak of another one.
--   actor_id   a person_id, or a word such as 'operator' for what nobody did in person
--   subject    a person's name, the beginning of a key's digest, or what the deed is about in its own words
CREATE VIEW memory.visible_audit AS
SELECT
    told.* EXCLUDE (actor, subject, who, whom, of_partner, who_seen, whom_seen),
    told.stream_id AS partner_id,
    CASE WHEN told.of_partner OR told.who_seen OR told.who.person_id IS NULL THEN told.actor END AS actor_id,
    CASE WHEN told.of_partner OR told.who_seen OR told.who.person_id IS NULL THEN COALESCE(told.who.name, told.actor) END AS actor,
    CASE
        WHEN NOT told.of_partner AND NOT COALESCE(told.whom_seen, told.who.whole, FALSE) THEN NULL
        WHEN regexp_full_match(told.subject, '[0-9a-f]{32}') THEN left(told.subject, 6)
        ELSE COALESCE(told.whom.name, told.subject)
    END AS subject
FROM (
    SELECT
        deed.*,
        who,
        whom,
        in_scope(deed.stream_id) AS of_partner,
        COALESCE(who.seen OR deed.done_at <= who.seen_until, FALSE) AS who_seen,
        CASE WHEN whom.person_id IS NOT NULL THEN whom.seen OR COALESCE(deed.done_at <= whom.seen_until, FALSE) END
            AS whom_seen
    FROM deed
    LEFT JOIN audit_person AS who ON who.person_id = deed.actor
    LEFT JOIN audit_person AS whom ON whom.person_id = deed.subject
) AS told
WHERE (told.of_partner OR (told.stream_id = 'app' AND COALESCE(told.whom_seen, told.who_seen)))
    AND (NOT sees_own_only() OR told.who.email = lower(getvariable('own_email')::VARCHAR));
