-- What each file says of each month, what is stored of it now, and what the pages show of it; the newest load first.
--   difference  what the file says less what the pages show
--   reason      'agrees', or why not, several with ; between (`visible_file_month`)
SELECT
    file.load_id AS load_id,
    file.loaded_at AS loaded_at,
    file.file AS file,
    file.format AS format,
    told.dataset AS dataset,
    told.month AS month,
    told.currency AS currency,
    sum(told.usage_rows)::BIGINT AS usage_rows,
    sum(told.control_total)::DECIMAL(38, 18) AS control_total,
    sum(told.stored_total)::DECIMAL(38, 18) AS stored_total,
    sum(told.page_total)::DECIMAL(38, 18) AS page_total,
    sum(told.control_total - told.page_total)::DECIMAL(38, 18) AS difference,
    COALESCE(NULLIF(array_to_string(list_sort(list_distinct(flatten(list(told.reasons)))), ';'), ''), 'agrees') AS reason
FROM visible_file_month($as_of) AS told
JOIN visible_load_file AS file USING (load_id, file_no)
WHERE chosen($currency, told.currency)
    AND chosen($format, file.format)
    AND chosen($month, told.month)
    AND chosen($dataset, told.dataset)
GROUP BY file.load_id, file.file_no, file.loaded_at, file.file, file.format, told.dataset, told.month, told.currency
ORDER BY load_id DESC, file.file_no, month DESC, dataset, currency;
