-- Keys that stand more than once. The engine keeps no keys; the load does.
WITH keyed AS (
    SELECT 'partner' AS source_table, partner_id AS found FROM partner
    UNION ALL
    SELECT 'offer_held', concat_ws(', ', partner_id, offer, starts_on) FROM offer_held
    UNION ALL
    SELECT 'entitlement', entitlement_id FROM entitlement
    UNION ALL
    SELECT 'person', concat_ws(', ', partner_id, email) FROM person
    UNION ALL
    SELECT 'credit_grant', concat_ws(', ', subscription_id, starts_on) FROM credit_grant
    UNION ALL
    SELECT 'seat', concat_ws(', ', partner_id, seat_id) FROM seat
    UNION ALL
    SELECT 'licence_count', concat_ws(', ', partner_id, product_title) FROM licence_count
    UNION ALL
    SELECT 'sku_count', concat_ws(', ', partner_id, sku_id) FROM sku_count
    UNION ALL
    SELECT 'vendor_credit', concat_ws(', ', partner_id, lot_id, stated_on) FROM vendor_credit WHERE dataset = 'azure-credit-lots'
    UNION ALL
    SELECT 'vendor_credit_event', concat_ws(', ', partner_id, event_id) FROM vendor_credit_event WHERE dataset = 'azure-credit-events'
    UNION ALL
    SELECT 'product_key', concat_ws(', ', entitlement_id, digest) FROM product_key
    UNION ALL
    SELECT 'answer', request_id FROM answer
    UNION ALL
    SELECT 'support_use', concat_ws(', ', entitlement_id, reference) FROM support_use
    UNION ALL
    SELECT 'load', load_id::VARCHAR FROM load
    UNION ALL
    SELECT 'load_file', concat_ws(', ', load_id, file_no) FROM load_file
    UNION ALL
    SELECT 'load_total', concat_ws(', ', load_id, file_no, currency) FROM load_total
)
SELECT source_table, found
FROM keyed
GROUP BY source_table, found
HAVING count(*) > 1
ORDER BY source_table, found;
