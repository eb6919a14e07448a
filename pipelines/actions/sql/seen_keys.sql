-- The keys of a benefit that somebody has seen, sealed as they are stored.
SELECT DISTINCT
    key.digest AS digest,
    key.key_id AS key_id,
    key.nonce AS nonce,
    key.ciphertext AS ciphertext
FROM key_now AS key
JOIN key_deed USING (partner_id, entitlement_id, digest)
JOIN identity ON identity.person_id = key_deed.actor AND identity.email = $email
WHERE key_deed.action = 'get_keys' AND key.partner_id = $partner AND key.entitlement_id = $entitlement
ORDER BY digest;
