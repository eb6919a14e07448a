-- The people in the layout of the template, so that the file can be mended and loaded again.
SELECT
    person.partner_id AS partner_id,
    person.email AS email,
    person.name AS name,
    person.member_type AS member_type,
    person.in_directory AS in_directory,
    nullif(array_to_string(person.roles, ';'), '') AS roles
FROM visible_person AS person
WHERE chosen($partner, person.partner_id)
ORDER BY person.partner_id, person.email
