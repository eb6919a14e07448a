-- Where a partner is: its country and its time zone.
SELECT country AS country, time_zone AS time_zone
FROM visible_partner
WHERE partner_id = $partner
ORDER BY partner_id
