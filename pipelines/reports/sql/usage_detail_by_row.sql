-- The rows of the files that state what was spent, as they were loaded; all, or from one place to another.
SELECT
    stated.partner_id AS partner_id,
    visible_partner.partner AS partner,
    stated.subscription_id AS subscription_id,
    nullif(stated.subscription, '') AS subscription,
    stated.usage_on AS date,
    nullif(stated.resource_group, '') AS resource_group,
    nullif(stated.service, '') AS service,
    nullif(stated.meter, '') AS meter,
    stated.quantity AS quantity,
    stated.currency AS currency,
    stated.cost AS cost,
    stated.credit_eligible AS credit_eligible,
    stated.dataset AS dataset,
    stated.counts AS counts,
    load_file.file AS file,
    stated.source_line AS source_line,
    stated.load_id AS load_id
FROM usage_row_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month) AS stated
LEFT JOIN visible_partner USING (partner_id)
LEFT JOIN load_file ON load_file.load_id = stated.load_id AND load_file.file_no = stated.file_no
WHERE stated.load_id BETWEEN COALESCE($first_load, 0) AND COALESCE($last_load, 2147483647)
    AND stated.source_line BETWEEN COALESCE($lowest_line, 0) AND COALESCE($highest_line, 9223372036854775807)
    AND ($first_place IS NULL
        OR line_place(stated.load_id, stated.file_no, stated.source_line) BETWEEN $first_place AND $last_place)
ORDER BY load_id, stated.file_no, source_line, dataset;
