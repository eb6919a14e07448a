-- What a reader may see of requests and their answers, of support that was used, and of the marketing contact.

CREATE VIEW memory.visible_request AS
SELECT request.*, COALESCE(identity.name, identity.email, request.opened_by) AS opener
FROM request_now AS request
LEFT JOIN identity ON identity.person_id = request.opened_by
WHERE in_scope(request.partner_id)
    AND (NOT sees_own_only() OR identity.email = lower(getvariable('own_email')::VARCHAR));

-- Answers of files that fit no request.
CREATE VIEW memory.visible_stray_answer AS
FROM answer
ANTI JOIN request_told ON request_told.request_no = answer.request_id
WHERE in_scope(partner_id) AND NOT sees_own_only();

-- Where form and file say different things of one request, one row a thing.
CREATE VIEW memory.visible_answer_difference AS
SELECT partner_id, request_no, said.field AS field, said.by_form AS by_form, said.by_file AS by_file
FROM (
    SELECT told.partner_id AS partner_id, told.request_no AS request_no, unnest([
        {'field': 'outcome', 'by_form': CASE WHEN told.withdrawn_on IS NULL THEN told.form.outcome ELSE 'withdrawn' END,
            'by_file': answer.outcome},
        {'field': 'access_id', 'by_form': told.form.access_id, 'by_file': answer.access_id},
        {'field': 'contract_id', 'by_form': told.form.contract_id, 'by_file': answer.contract_id},
        {'field': 'active_from', 'by_form': told.form.active_from::VARCHAR, 'by_file': answer.active_from::VARCHAR},
        {'field': 'expires_on', 'by_form': told.form.expires_on::VARCHAR, 'by_file': answer.expires_on::VARCHAR}
    ]) AS said
    FROM request_told AS told
    JOIN answer ON answer.request_id = told.request_no
    WHERE (told.form IS NOT NULL OR told.withdrawn_on IS NOT NULL)
        AND in_scope(told.partner_id) AND NOT sees_own_only()
)
WHERE said.by_form IS DISTINCT FROM said.by_file AND (said.field = 'outcome' OR said.by_form IS NOT NULL);

-- Access ID and Contract ID are for every user of the company (source row 65, domain-facts 2.1).
CREATE VIEW memory.visible_access AS
SELECT partner_id, entitlement_id, request_no, access_id, contract_id, active_from, expires_on
FROM request_now
WHERE kind = 'activation' AND state = 'answered' AND outcome = 'accepted' AND in_scope(partner_id)
QUALIFY row_number() OVER (PARTITION BY partner_id, entitlement_id ORDER BY active_from DESC, request_no DESC) = 1;

CREATE VIEW memory.visible_support_use AS
SELECT used.*, COALESCE(identity.name, identity.email) AS logger
FROM support_now AS used
LEFT JOIN identity ON identity.person_id = used.logged_by
WHERE in_scope(used.partner_id)
    AND (NOT sees_own_only() OR identity.email = lower(getvariable('own_email')::VARCHAR));

CREATE VIEW memory.visible_marketing_contact AS
SELECT contact.partner_id AS partner_id, COALESCE(identity.name, identity.email) AS contact, identity.email AS email,
    email.value AS other_email, phone.value AS phone, contact.preferred_language AS preferred_language,
    contact.set_on AS set_on, contact.times_set AS times_set
FROM marketing_contact_now AS contact
LEFT JOIN identity USING (person_id)
LEFT JOIN private_text AS email ON email.text_id = contact.other_email
LEFT JOIN private_text AS phone ON phone.text_id = contact.phone
WHERE in_scope(contact.partner_id) AND NOT sees_own_only();
