-- The keys of a benefit that somebody has not seen yet: each person's look at a key is a deed of that person.
SELECT key.digest AS digest
FROM key_now AS key
WHERE key.partner_id = $partner AND key.entitlement_id = $entitlement AND NOT EXISTS (
    FROM key_deed
    JOIN identity ON identity.person_id = key_deed.actor AND identity.email = $email
    WHERE key_deed.action = 'get_keys' AND key_deed.partner_id = key.partner_id
        AND key_deed.entitlement_id = key.entitlement_id AND key_deed.digest = key.digest
)
ORDER BY key.digest;
