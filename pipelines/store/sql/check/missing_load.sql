-- Rows that name a load, or a file of a load, that is not recorded: such a figure cannot be traced.
WITH named AS (
    SELECT 'partner' AS source_table, load_id FROM partner
    UNION ALL
    SELECT 'offer_held', load_id FROM offer_held
    UNION ALL
    SELECT 'entitlement', load_id FROM entitlement
    UNION ALL
    SELECT 'person', load_id FROM person
    UNION ALL
    SELECT 'credit_grant', load_id FROM credit_grant
    UNION ALL
    SELECT 'usage', load_id FROM usage
    UNION ALL
    SELECT 'seat', load_id FROM seat
    UNION ALL
    SELECT 'licence_count', load_id FROM licence_count
    UNION ALL
    SELECT 'm365_product', load_id FROM m365_product
    UNION ALL
    SELECT 'load_file', load_id FROM load_file
    UNION ALL
    SELECT 'load', mends_load_id FROM load WHERE mends_load_id IS NOT NULL
),
unknown AS (
    SELECT source_table, load_id::VARCHAR AS found FROM named ANTI JOIN load USING (load_id)
    UNION ALL
    SELECT 'load_total', concat_ws(', ', load_id, file_no) FROM load_total ANTI JOIN load_file USING (load_id, file_no)
    UNION ALL
    SELECT 'quarantine', concat_ws(', ', load_id, file_no) FROM quarantine ANTI JOIN load_file USING (load_id, file_no)
)
SELECT source_table, found
FROM unknown
ORDER BY source_table, found;
