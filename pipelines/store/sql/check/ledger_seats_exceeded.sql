-- Benefits of which deeds gave out more seats than are held. Where files list seats too, they may say so; there the
-- reports tell it.
WITH given AS (
    SELECT stream_id AS partner_id, entitlement_id,
        count(*) FILTER (action = 'assign_seat') - count(*) FILTER (action = 'remove_seat') AS seats
    FROM deed
    WHERE outcome = 'done' AND action IN ('assign_seat', 'remove_seat')
    GROUP BY stream_id, entitlement_id
)
SELECT 'deed' AS source_table, given.entitlement_id AS found
FROM given
JOIN membership_benefit AS held USING (partner_id, entitlement_id)
WHERE given.seats > held.quantity AND NOT EXISTS (FROM seat WHERE seat.partner_id = given.partner_id)
ORDER BY found;
