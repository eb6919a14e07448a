-- What is told of the token with this id: whose it is, the hash of its text, its last day, what it is limited to.
SELECT
    token_id AS token_id,
    fingerprint AS fingerprint,
    email AS email,
    expires_on AS expires_on,
    revoked_on AS revoked_on,
    partners AS partners,
    reports AS reports
FROM token_now
WHERE token_id = $token;
