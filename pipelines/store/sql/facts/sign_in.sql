-- What deeds say of an address that signs in; no row where none does.
SELECT disabled AS disabled, not_before AS not_before
FROM sign_in_stated
WHERE email = $email
