-- Which type of support serves which products for which offer, and which requests need Access ID and Contract ID.
SELECT
    support.offer AS offer,
    offer.name AS offer_name,
    support.support AS support,
    product.name AS product_name,
    array_to_string(support.areas, ';') AS areas,
    support.extent AS extent,
    CASE WHEN support.support <> 'presales' AND support.extent <> 'none' THEN (
        SELECT nullif(string_agg(area, ';' ORDER BY area), '')
        FROM support_area
        WHERE needs_ids AND list_contains(support.areas, area)
    ) END AS ids_for,
    support.source AS source
FROM support
JOIN offer USING (offer)
LEFT JOIN product ON product.product = support.product
WHERE chosen($offer, support.offer) AND EXISTS (FROM visible_partner)
ORDER BY offer_name, support;
