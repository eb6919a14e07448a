-- Puts an alias in the place of a person in the warehouse. Variables: `email` and `names` in lower case, `alias`.

CREATE TEMP MACRO names_person(told) AS
    contains(lower(told), getvariable('email')) OR COALESCE(list_contains(getvariable('names'), lower(told)), FALSE);

UPDATE person
SET email = getvariable('alias'), name = getvariable('alias')
WHERE email = getvariable('email');

UPDATE seat
SET notification_email = NULL
WHERE lower(notification_email) = getvariable('email');

UPDATE seat
SET email = getvariable('alias'), subscriber = getvariable('alias'), notification_email = NULL, reference = NULL
WHERE email = getvariable('email');

UPDATE load
SET loaded_by = getvariable('alias')
WHERE lower(loaded_by) = getvariable('email');

UPDATE quarantine
SET found = '…'
WHERE names_person(found);

UPDATE answer
SET note = NULL
WHERE names_person(note);

UPDATE support_use
SET title = NULL
WHERE names_person(title);

UPDATE product_key
SET instructions = NULL
WHERE names_person(instructions);

DROP MACRO names_person;
