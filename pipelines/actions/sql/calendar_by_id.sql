-- Whose the calendar with this id is, and the hash of its token.
SELECT email AS email, fingerprint AS fingerprint
FROM calendar_now
WHERE token_id = $token;
