-- The SKUs of each partner's tenant as the vendor's directory counts them, what does not work first. `standing`:
--   suspended  users have units that are suspended, and cannot work with them
--   exceeded   more users than units
--   unnamed    the vendor's product names or the catalogue do not know it, so that it counts for no product
SELECT
    sku.partner_id AS partner_id,
    visible_partner.partner AS partner,
    sku.sku_id AS sku_id,
    sku.sku AS sku,
    sku.product AS product,
    product.name AS product_name,
    sku.enabled AS enabled,
    sku.warning AS warning,
    sku.suspended AS suspended,
    sku.consumed AS consumed,
    sku.consumed - sku.working AS without,
    CASE
        WHEN sku.consumed > sku.working AND sku.suspended > 0 THEN 'suspended'
        WHEN sku.consumed > sku.working THEN 'exceeded'
        WHEN sku.product IS NULL THEN 'unnamed'
        ELSE 'works'
    END AS standing
FROM visible_sku AS sku
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = sku.product
WHERE chosen($partner, sku.partner_id)
ORDER BY sku.consumed = sku.working, sku.partner_id, sku.sku, sku.sku_id;
