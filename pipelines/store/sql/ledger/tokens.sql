-- Tokens, with which other programs read reports in a person's name: what is told of each, never the token itself.

-- One row a token, by the id that it begins with. Of an owner who was forgotten there is no address any more. Each file that
-- is taken with a token is a row of the ledger, once a day: last_used_on is the day of the last one.
--   partners, reports   what it is limited to; null: whatever its owner reads
CREATE VIEW memory.token_now AS
SELECT
    made.subject AS token_id,
    made.details ->> 'fingerprint' AS fingerprint,
    owner.email AS email,
    owner.name AS owner,
    said.value AS purpose,
    made.on_day AS made_on,
    (made.details ->> 'expires_on')::DATE AS expires_on,
    string_split(nullif(made.details ->> 'partners', ''), ';') AS partners,
    string_split(nullif(made.details ->> 'reports', ''), ';') AS reports,
    ended.on_day AS revoked_on,
    COALESCE(who.name, who.email, ended.actor) AS revoked_by,
    (
        SELECT max(taken.on_day)
        FROM deed AS taken
        WHERE taken.stream_id = 'app' AND taken.action = 'export' AND (taken.details ->> 'token') = made.subject
    ) AS last_used_on
FROM deed AS made
LEFT JOIN identity AS owner ON owner.person_id = made.actor
LEFT JOIN private_text AS said ON said.text_id = (made.details ->> 'purpose')
LEFT JOIN deed AS ended
    ON ended.stream_id = 'app' AND ended.action = 'revoke_token' AND ended.outcome = 'done'
    AND ended.subject = made.subject
LEFT JOIN identity AS who ON who.person_id = ended.actor
WHERE made.stream_id = 'app' AND made.action = 'create_token' AND made.outcome = 'done';

-- Tokens of the people at the reader's partners that read something of these. What the owner says it is for is told where no
-- role of the owner's is out of sight, because it may speak of another partner.
CREATE VIEW memory.visible_token AS
SELECT
    token_now.* EXCLUDE (fingerprint, purpose, partners),
    CASE WHEN seen.whole THEN token_now.purpose END AS purpose,
    list_filter(token_now.partners, lambda partner: in_scope(partner)) AS partners
FROM token_now
JOIN (
    SELECT email, bool_or(in_scope(partner_id)) AS partly,
        COALESCE(bool_and(in_scope(partner_id)) FILTER (WHERE len(roles) > 0), FALSE) AS whole
    FROM person_now
    GROUP BY email
) AS seen ON seen.email = token_now.email AND seen.partly
WHERE NOT sees_own_only()
    AND (token_now.partners IS NULL OR len(list_filter(token_now.partners, lambda one: in_scope(one))) > 0);
