-- Every product key as it is sealed.
SELECT entitlement_id AS entitlement_id, digest AS digest, key_id AS key_id, nonce AS nonce, ciphertext AS ciphertext
FROM product_key
ORDER BY entitlement_id, digest;
