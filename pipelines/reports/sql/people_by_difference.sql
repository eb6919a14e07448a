-- Where files still say otherwise than what was done here: people who were removed, and changed roles.
SELECT
    said.partner_id AS partner_id,
    visible_partner.partner AS partner,
    said.name AS name,
    said.email AS email,
    said.removed AS removed,
    nullif(array_to_string(said.by_form, ';'), '') AS by_form,
    nullif(array_to_string(said.by_file, ';'), '') AS by_file
FROM visible_person_contradicted AS said
LEFT JOIN visible_partner USING (partner_id)
WHERE chosen($partner, said.partner_id)
ORDER BY said.partner_id, lower(said.name), said.email
