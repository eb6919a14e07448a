-- Who got a seat by a deed that no export tells of yet, as the vendor's portal takes people in bulk.
--   level, country, language   in the words of the partner's own export where there is one
WITH spelled AS (
    SELECT seat.partner_id, title.product, mode(seat.subscription_level) AS level, mode(seat.country) AS country,
        mode(seat.language) AS language
    FROM visible_seat AS seat
    JOIN product_title AS title ON title.title = lower(seat.subscription_level) AND title.family = 'visual_studio'
    GROUP BY seat.partner_id, title.product
)
SELECT
    seat.subscriber AS "Name",
    seat.email AS "Sign-in Email",
    seat.email AS "Notification Email",
    COALESCE(spelled.level, product.name, seat.product) AS "Subscription Level",
    seat.reference AS "Reference",
    'TRUE' AS "Downloads",
    COALESCE(spelled.country, visible_partner.country) AS "Country",
    spelled.language AS "Language",
    NULL::VARCHAR AS "Subscription GUID"
FROM seat_now($as_of) AS seat
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = seat.product
LEFT JOIN spelled ON spelled.partner_id = seat.partner_id AND spelled.product = seat.product
WHERE seat.family = 'visual_studio'
    AND seat.origin = 'deed'
    AND seat.email IS NOT NULL
    AND chosen($partner, seat.partner_id)
    AND chosen($entitlement, seat.entitlement_id)
ORDER BY seat.email, seat.partner_id, seat.product;
