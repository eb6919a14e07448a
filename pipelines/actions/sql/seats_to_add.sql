-- Who got a seat of a benefit by a deed that no export confirms: what the vendor's portal does not know yet.
SELECT seat.email AS email, seat.person_id AS person_id
FROM seat_now($on_day) AS seat
WHERE seat.partner_id = $partner AND seat.entitlement_id = $entitlement AND seat.origin = 'deed' AND seat.email IS NOT NULL
ORDER BY seat.email;
