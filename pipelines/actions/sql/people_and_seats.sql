-- What a partner knows of some addresses, and which seat of a benefit's product each of them has: one row an address.
--   fits   whether one more seat can be given from this benefit in place of the person's
WITH benefit AS (
    SELECT product, quantity
    FROM membership_benefit
    WHERE partner_id = $partner AND entitlement_id = $entitlement
),
seat AS (
    SELECT told.email, told.assigned_on, told.activated_on, told.by_deed AND told.told_for = $entitlement AS given
    FROM seat_told($on_day) AS told
    JOIN benefit USING (product)
    WHERE told.partner_id = $partner AND told.held
),
room AS (
    SELECT benefit.quantity > (SELECT count(*) FROM seat WHERE given) AS room FROM benefit
)
SELECT
    asked.email AS email,
    any_value(person.name) AS name,
    count(person.email) > 0 AS known,
    COALESCE(bool_or(person.in_directory), FALSE) AS in_directory,
    count(seat.email) > 0 AS holder,
    max(seat.assigned_on) AS assigned_on,
    max(seat.activated_on) AS activated_on,
    COALESCE(bool_or(seat.given OR room.room), TRUE) AS fits
FROM (SELECT unnest($emails) AS email) AS asked
LEFT JOIN person_now AS person ON person.partner_id = $partner AND person.email = asked.email
LEFT JOIN seat ON seat.email = asked.email
LEFT JOIN room ON seat.email IS NOT NULL
GROUP BY asked.email
ORDER BY asked.email;
