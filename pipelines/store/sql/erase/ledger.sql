-- Puts an alias in the place of a person in the ledger, and empties what it keeps of the person beside the deeds, which stay
-- as they were written. Variables: `person`, the id in the ledger or null; `email` and `names` in lower case; `alias`.

CREATE TEMP TABLE said AS
SELECT stream_id, version, actor, unnest(list_append(json_extract_string(details, '$.*'), subject)) AS word
FROM deed;

-- The deeds that name the person; and those that the person did and that name nobody.
CREATE TEMP TABLE of_person AS
SELECT stream_id, version, bool_or(word = getvariable('person')) AS named
FROM said
LEFT JOIN identity ON identity.person_id = said.word
GROUP BY stream_id, version, actor
HAVING named OR (actor = getvariable('person') AND count(identity.person_id) = 0);

-- What a letter says may be somebody else's where the deed does not name the person: a marketing contact's address.
CREATE TEMP TABLE text_of_person AS
SELECT word AS text_id FROM said SEMI JOIN of_person USING (stream_id, version)
UNION
SELECT unnest(list_append(json_extract_string(facts, '$.*'), address))
FROM message
SEMI JOIN (FROM of_person WHERE named) AS of_person USING (stream_id, version);

UPDATE private_text
SET value = NULL
WHERE contains(lower(value), getvariable('email'))
    OR list_contains(getvariable('names'), lower(value))
    OR text_id IN (SELECT text_id FROM text_of_person WHERE text_id IS NOT NULL);

UPDATE identity
SET email = getvariable('alias'), name = NULL
WHERE email = getvariable('email');
