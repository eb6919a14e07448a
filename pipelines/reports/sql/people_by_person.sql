-- Who is known at which partner, with which roles: the people of the files and of the deeds.
SELECT
    person.partner_id AS partner_id,
    visible_partner.partner AS partner,
    person.name AS name,
    person.email AS email,
    nullif(array_to_string(person.roles, ';'), '') AS roles,
    person.member_type AS member_type,
    person.in_directory AS in_directory,
    person.origin AS origin,
    COALESCE(visible_sign_in.disabled, FALSE) AS disabled
FROM visible_person AS person
LEFT JOIN visible_partner USING (partner_id)
LEFT JOIN visible_sign_in ON visible_sign_in.email = person.email
WHERE chosen($partner, person.partner_id)
ORDER BY person.partner_id = '*', person.partner_id, lower(person.name), person.email
