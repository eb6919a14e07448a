-- What each file of cost says in all, what is stored of it now, and what the pages show of it; the newest load first.
--   control_total  the sum of the file's own text, also of rows that were set aside
--   difference     what the file says less what the pages show
--   reason         'agrees', or why not, several with ; between: those of `visible_file_month`, and
--                  set_aside  rows of the file were set aside
--                  not_kept   the load was made before the months of a file were kept, so that nothing can say
WITH told AS (
    SELECT load_id, file_no, currency,
        sum(control_total) AS stated_total,
        sum(stored_total) AS stored_total,
        sum(page_total) AS page_total,
        sum(usage_rows) AS usage_rows,
        flatten(list(reasons)) AS reasons,
        list(month) AS months,
        list(dataset) AS datasets
    FROM visible_file_month($as_of)
    GROUP BY load_id, file_no, currency
)
SELECT
    file.load_id AS load_id,
    file.loaded_at AS loaded_at,
    file.file AS file,
    file.format AS format,
    currency AS currency,
    told.usage_rows::BIGINT AS usage_rows,
    total.control_total AS control_total,
    told.stored_total::DECIMAL(38, 18) AS stored_total,
    told.page_total::DECIMAL(38, 18) AS page_total,
    (total.control_total - told.page_total)::DECIMAL(38, 18) AS difference,
    COALESCE(NULLIF(array_to_string(list_sort(list_distinct(list_concat(told.reasons, CASE
        WHEN told.stated_total IS NULL AND total.control_total <> told.stored_total THEN ['not_kept']
        WHEN total.control_total <> told.stated_total AND file.rows_rejected > 0 THEN ['set_aside']
        WHEN total.control_total <> told.stated_total THEN ['unexplained']
        ELSE []
    END))), ';'), ''), 'agrees') AS reason
FROM told
JOIN visible_load_file AS file USING (load_id, file_no)
LEFT JOIN load_total AS total USING (load_id, file_no, currency)
WHERE chosen($currency, currency)
    AND chosen($format, file.format)
    AND ($month IS NULL OR list_has_any($month::VARCHAR[], told.months))
    AND ($dataset IS NULL OR list_has_any($dataset::VARCHAR[], told.datasets))
ORDER BY load_id DESC, file.file_no, currency;
