-- Puts the new seals, one for each product key of a benefit, in the place of the old ones.
UPDATE product_key
SET key_id = anew.key_id, nonce = anew.nonce, ciphertext = anew.ciphertext
FROM resealed_key AS anew
WHERE product_key.entitlement_id = anew.entitlement_id AND product_key.digest = anew.digest;
