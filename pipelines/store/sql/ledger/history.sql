-- What was done, with the names of who did it and of whom it is about, as far as a reader may see it: somebody who sees
-- only what is their own sees only their own deeds.
--   subject   a person's name, the beginning of a key's digest, or what the deed is about in its own words
CREATE VIEW memory.visible_deed AS
SELECT
    deed.* EXCLUDE (actor, subject),
    deed.stream_id AS partner_id,
    COALESCE(who.name, who.email, deed.actor) AS actor,
    COALESCE(
        whom.name,
        whom.email,
        CASE WHEN regexp_full_match(deed.subject, '[0-9a-f]{32}') THEN left(deed.subject, 6) ELSE deed.subject END
    ) AS subject
FROM deed
LEFT JOIN identity AS who ON who.person_id = deed.actor
LEFT JOIN identity AS whom ON whom.person_id = deed.subject
WHERE in_scope(deed.stream_id) AND (NOT sees_own_only() OR who.email = lower(getvariable('own_email')::VARCHAR));
