-- Since when one person has an address of a calendar; no row where there is none.
SELECT made_on AS made_on
FROM calendar_now
WHERE email = $email
