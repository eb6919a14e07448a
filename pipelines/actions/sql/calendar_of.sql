-- Whether somebody has an address of a calendar: one row or none.
SELECT token_id AS token_id, made_on AS made_on
FROM calendar_now
WHERE email = $email;
