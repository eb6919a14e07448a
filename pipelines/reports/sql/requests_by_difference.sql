-- Where the answer written down by form and that of a file differ, and answers of files that fit no request.
SELECT
    told.request_no AS request_no,
    told.partner_id AS partner_id,
    visible_partner.partner AS partner,
    told.field AS answer_field,
    told.by_form AS by_form,
    told.by_file AS by_file
FROM (
    SELECT request_no, partner_id, field, by_form, by_file FROM visible_answer_difference
    UNION ALL
    SELECT request_id, partner_id, 'request_no', NULL, outcome FROM visible_stray_answer
) AS told
JOIN visible_partner USING (partner_id)
WHERE chosen($partner, told.partner_id)
ORDER BY request_no, answer_field;
