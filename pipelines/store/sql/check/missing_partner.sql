-- Rows of a partner that is not loaded. A person of partner '*' is one of every partner.
WITH owned AS (
    SELECT 'offer_held' AS source_table, partner_id, source_line FROM offer_held
    UNION ALL
    SELECT 'entitlement', partner_id, source_line FROM entitlement
    UNION ALL
    SELECT 'person', partner_id, source_line FROM person WHERE partner_id <> '*'
    UNION ALL
    SELECT 'credit_grant', partner_id, source_line FROM credit_grant
    UNION ALL
    SELECT 'seat', partner_id, source_line FROM seat
    UNION ALL
    SELECT 'answer', partner_id, source_line FROM answer
    UNION ALL
    SELECT 'support_use', partner_id, source_line FROM support_use
    UNION ALL
    SELECT 'licence_count', partner_id, source_line FROM licence_count
    UNION ALL
    SELECT 'sku_count', partner_id, source_line FROM sku_count
    UNION ALL
    SELECT 'vendor_credit', partner_id, source_line FROM vendor_credit
    UNION ALL
    SELECT 'vendor_credit_event', partner_id, source_line FROM vendor_credit_event
    UNION ALL
    SELECT 'product_key', partner_id, source_line FROM product_key
)
SELECT source_table, partner_id AS found
FROM owned
ANTI JOIN partner USING (partner_id)
ORDER BY source_table, found, source_line;
