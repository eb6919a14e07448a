-- Rows that name a load, or a file of a load, that is not recorded: such a figure cannot be traced.
WITH of_a_file AS (
    SELECT 'partner' AS source_table, load_id, file_no FROM partner
    UNION ALL
    SELECT 'offer_held', load_id, file_no FROM offer_held
    UNION ALL
    SELECT 'entitlement', load_id, file_no FROM entitlement
    UNION ALL
    SELECT 'person', load_id, file_no FROM person
    UNION ALL
    SELECT 'credit_grant', load_id, file_no FROM credit_grant
    UNION ALL
    SELECT 'usage', load_id, file_no FROM usage
    UNION ALL
    SELECT 'charge', load_id, file_no FROM charge
    UNION ALL
    SELECT 'cost_total', load_id, file_no FROM cost_total
    UNION ALL
    SELECT 'seat', load_id, file_no FROM seat
    UNION ALL
    SELECT 'licence_count', load_id, file_no FROM licence_count
    UNION ALL
    SELECT 'm365_product', load_id, file_no FROM m365_product
    UNION ALL
    SELECT 'product_key', load_id, file_no FROM product_key
    UNION ALL
    SELECT 'answer', load_id, file_no FROM answer
    UNION ALL
    SELECT 'support_use', load_id, file_no FROM support_use
    UNION ALL
    SELECT 'vendor_credit', load_id, file_no FROM vendor_credit
    UNION ALL
    SELECT 'vendor_credit_event', load_id, file_no FROM vendor_credit_event
    UNION ALL
    SELECT 'sku_count', load_id, file_no FROM sku_count
    UNION ALL
    SELECT 'load_total', load_id, file_no FROM load_total
    UNION ALL
    SELECT 'load_month', load_id, file_no FROM load_month
    UNION ALL
    SELECT 'quarantine', load_id, file_no FROM quarantine
),
of_a_load AS (
    SELECT 'load_file' AS source_table, load_id FROM load_file
    UNION ALL
    SELECT 'load', mends_load_id FROM load WHERE mends_load_id IS NOT NULL
),
unknown AS (
    SELECT source_table, concat_ws(', ', load_id, file_no) AS found FROM of_a_file ANTI JOIN load_file USING (load_id, file_no)
    UNION ALL
    SELECT source_table, load_id::VARCHAR FROM of_a_load ANTI JOIN load USING (load_id)
)
SELECT source_table, found
FROM unknown
ORDER BY source_table, found;
