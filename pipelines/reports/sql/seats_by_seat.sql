-- Who has which Visual Studio seat since when, seat by seat, in the order in which they were assigned.
--   said_by   file: the vendor's export alone; deed: a deed that no export tells of yet; confirmed or contradicted by one
SELECT
    row_number() OVER (
        PARTITION BY seat.partner_id, seat.product, seat.entitlement_id
        ORDER BY seat.assigned_on NULLS LAST, seat.email NULLS LAST, seat.seat_id NULLS LAST, seat.person_id
    ) AS seat,
    seat.partner_id AS partner_id,
    visible_partner.partner AS partner,
    seat.entitlement_id AS entitlement_id,
    seat.product AS product,
    COALESCE(product.name, seat.product) AS product_name,
    COALESCE(seat.policy, 'mpn-2020-10') AS policy,
    seat.email AS email,
    seat.subscriber AS name,
    seat.assigned_on AS assigned_on,
    seat.activated_on AS activated_on,
    seat.used AS activated,
    seat.status AS status,
    CASE
        WHEN seat.confirmed THEN 'confirmed'
        WHEN seat.contradicted THEN 'contradicted'
        WHEN seat.origin = 'file' THEN 'file'
        ELSE 'deed'
    END AS said_by,
    seat.reference AS reference,
    seat.seat_id AS seat_id,
    $as_of::DATE AS on_day
FROM seat_now($as_of) AS seat
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = seat.product
WHERE seat.family = 'visual_studio'
    AND chosen($partner, seat.partner_id)
    AND chosen($entitlement, seat.entitlement_id)
    AND chosen($product, seat.product)
ORDER BY seat.partner_id, seat.product, seat.entitlement_id, seat;
