-- Who has access to which Azure credit since when, as the deeds say; no file names them.
--   moves   how often the credit was taken from somebody, to be given to somebody else
SELECT
    seat.partner_id AS partner_id,
    visible_partner.partner AS partner,
    seat.entitlement_id AS entitlement_id,
    seat.product AS product,
    COALESCE(product.name, seat.product) AS product_name,
    seat.email AS email,
    seat.subscriber AS name,
    seat.assigned_on AS assigned_on,
    COALESCE(given.moves, 0) AS moves
FROM seat_now($as_of) AS seat
JOIN visible_partner USING (partner_id)
LEFT JOIN product ON product.product = seat.product
LEFT JOIN holder_count($as_of) AS given ON given.partner_id = seat.partner_id AND given.entitlement_id = seat.entitlement_id
WHERE seat.family = 'azure_credit'
    AND chosen($partner, seat.partner_id)
    AND chosen($entitlement, seat.entitlement_id)
ORDER BY seat.partner_id, seat.entitlement_id, seat.assigned_on, seat.subscriber, seat.person_id;
