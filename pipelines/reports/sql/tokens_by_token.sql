-- Tokens of the people in sight and how each stands on a day, those that still work first.
SELECT
    token_id AS token_id,
    owner AS owner,
    email AS email,
    purpose AS purpose,
    made_on AS made_on,
    last_used_on AS last_used_on,
    expires_on AS expires_on,
    array_to_string(partners, ', ') AS partners,
    array_to_string(reports, ', ') AS reports,
    CASE
        WHEN revoked_on IS NOT NULL THEN 'revoked'
        WHEN expires_on < $as_of THEN 'expired'
        ELSE 'valid'
    END AS token_state,
    revoked_on AS revoked_on,
    revoked_by AS revoked_by
FROM visible_token
WHERE chosen($person, email)
ORDER BY token_state = 'valid' DESC, expires_on DESC, token_id;
