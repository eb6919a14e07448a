-- How many licences of a product a partner's tenant has given out, as the vendor counts them.

-- The SKUs of the directory with the product that the vendor's product names have for their GUID; null where they have
-- none, or none that the catalogue knows. Units in warning still work. `working` is how many users have a unit that does.
CREATE VIEW memory.visible_sku AS
WITH named AS (
    SELECT name.product_guid AS sku_id, min(title.product) AS product
    FROM (SELECT DISTINCT product_guid, lower(product_name) AS title FROM m365_product) AS name
    JOIN product_title AS title ON title.title = name.title AND title.family = 'cloud'
    GROUP BY name.product_guid
)
SELECT sku.*, named.product AS product, LEAST(sku.consumed, sku.enabled + sku.warning) AS working
FROM sku_count AS sku
LEFT JOIN named USING (sku_id)
WHERE in_scope(sku.partner_id) AND NOT sees_own_only();

-- One row a partner and product. Of the admin centre's list and the directory's answer the one that was loaded later
-- speaks, of one load the list. A licence that is given to a user counts as used: neither knows of another use. What is
-- given of suspended units does not count, or a product that nobody can use would look full.
CREATE VIEW memory.licence_told AS
WITH stated AS (
    SELECT licence.partner_id AS partner_id, title.product AS product, 'm365-licences' AS counted_by,
        sum(licence.assigned)::BIGINT AS assigned, max(licence.load_id) AS load_id
    FROM visible_licence_count AS licence
    JOIN product_title AS title ON title.title = lower(licence.product_title) AND title.family = 'cloud'
    GROUP BY licence.partner_id, title.product
    UNION ALL
    SELECT partner_id, product, 'graph-subscribed-skus', sum(working)::BIGINT, max(load_id)
    FROM visible_sku
    WHERE product IS NOT NULL
    GROUP BY partner_id, product
)
FROM stated
QUALIFY row_number() OVER (PARTITION BY partner_id, product ORDER BY load_id DESC, counted_by DESC) = 1;
