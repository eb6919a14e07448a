-- Where the vendor has the software that is held, by operating system. Benefits without a row are no download.
SELECT
    visible_download.partner_id AS partner_id,
    visible_partner.partner AS partner,
    visible_download.entitlement_id AS entitlement_id,
    visible_download.product AS product,
    COALESCE(product.name, visible_download.product) AS product_name,
    visible_download.os AS os,
    visible_download.link AS link
FROM visible_download
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = visible_download.product
WHERE chosen($partner, visible_download.partner_id)
    AND chosen($entitlement, visible_download.entitlement_id)
    AND chosen($product, visible_download.product)
ORDER BY visible_download.partner_id, product_name, visible_download.entitlement_id, os, link;
