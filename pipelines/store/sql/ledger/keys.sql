-- Product keys and what deeds say of them: who saw them, which were redeemed, which are to be replaced.

-- One row a deed and key.
CREATE VIEW memory.key_deed AS
SELECT stream_id AS partner_id, entitlement_id, version, action, deed.on_day AS done_on, done_at, actor, subject, details,
    unnest(
        CASE action WHEN 'get_keys' THEN string_split(details ->> 'keys', ',') ELSE [details ->> 'key'] END
    ) AS digest
FROM deed
WHERE outcome = 'done' AND action IN ('get_keys', 'redeem_key', 'request_replacement');

-- One row a key of a benefit. Days and persons are null until there is such a deed; a key is revealed, and redeemed, once.
CREATE VIEW memory.key_now AS
SELECT
    key.partner_id AS partner_id,
    key.entitlement_id AS entitlement_id,
    key.digest AS digest,
    key.key_id AS key_id,
    key.nonce AS nonce,
    key.ciphertext AS ciphertext,
    key.seats AS seats,
    key.months AS months,
    key.instructions AS instructions,
    told.revealed_on AS revealed_on,
    told.revealed_at AS revealed_at,
    told.revealed_by AS revealed_by,
    told.redeemed_on AS redeemed_on,
    told.redeemed_mode AS redeemed_mode,
    told.redeemed_seats AS redeemed_seats,
    told.redeemed_until AS redeemed_until,
    told.replacement_no AS replacement_no
FROM product_key AS key
LEFT JOIN (
    SELECT partner_id, entitlement_id, digest,
        min(done_on) FILTER (action = 'get_keys') AS revealed_on,
        min(done_at) FILTER (action = 'get_keys') AS revealed_at,
        arg_min(actor, version) FILTER (action = 'get_keys') AS revealed_by,
        min(done_on) FILTER (action = 'redeem_key') AS redeemed_on,
        arg_min(details ->> 'mode', version) FILTER (action = 'redeem_key') AS redeemed_mode,
        arg_min((details ->> 'seats')::BIGINT, version) FILTER (action = 'redeem_key') AS redeemed_seats,
        arg_min((details ->> 'ends_on')::DATE, version) FILTER (action = 'redeem_key') AS redeemed_until,
        arg_max(subject, version) FILTER (action = 'request_replacement') AS replacement_no
    FROM key_deed
    GROUP BY partner_id, entitlement_id, digest
) AS told USING (partner_id, entitlement_id, digest);

-- The keys of a benefit, counted; the day on which the first was seen or redeemed, and how far redeemed keys reach.
CREATE VIEW memory.key_count AS
SELECT
    partner_id AS partner_id,
    entitlement_id AS entitlement_id,
    count(*) AS keys_held,
    count(*) FILTER (revealed_on IS NULL) AS keys_hidden,
    count(*) FILTER (revealed_on IS NOT NULL AND redeemed_on IS NULL) AS keys_redeemable,
    count(*) FILTER (redeemed_on IS NOT NULL) AS keys_redeemed,
    min(revealed_on) AS revealed_on,
    min(redeemed_on) AS redeemed_on,
    max(redeemed_until) AS redeemed_until
FROM key_now
GROUP BY partner_id, entitlement_id;

-- The same with the name of who saw a key first and what became of its replacement, never with the sealed key itself.
CREATE VIEW memory.visible_key AS
SELECT
    key.* EXCLUDE (key_id, nonce, ciphertext, revealed_by),
    COALESCE(person.name, identity.name, identity.email) AS revealed_by,
    request.state AS replacement_state,
    request.outcome AS replacement_outcome
FROM key_now AS key
LEFT JOIN identity ON identity.person_id = key.revealed_by
LEFT JOIN person_now AS person ON person.partner_id = key.partner_id AND person.email = identity.email
LEFT JOIN request_now AS request ON request.request_no = key.replacement_no
WHERE in_scope(key.partner_id) AND NOT sees_own_only();

-- Where the vendor has the software that is held, by operating system. What has no row is no download.
CREATE VIEW memory.visible_download AS
SELECT DISTINCT
    held.partner_id AS partner_id,
    held.entitlement_id AS entitlement_id,
    held.product AS product,
    download.os AS os,
    download.link AS link
FROM visible_entitlement AS held
JOIN download USING (product)
WHERE NOT sees_own_only();
