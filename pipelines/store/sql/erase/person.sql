-- What is known of an address: its id in the ledger, and its names in lower case. No row for one that nobody knows.
SELECT any_value(person_id) AS person_id, list(DISTINCT lower(name)) FILTER (name <> '') AS names
FROM (
    SELECT person_id AS person_id, name AS name FROM identity WHERE email = $email
    UNION ALL
    SELECT NULL, name FROM person WHERE email = $email
    UNION ALL
    SELECT NULL, subscriber FROM seat WHERE $email IN (email, lower(notification_email))
    UNION ALL
    SELECT NULL, NULL FROM load WHERE lower(loaded_by) = $email
    UNION ALL
    SELECT NULL, NULL FROM private_text WHERE lower(value) = $email
)
HAVING count(*) > 0;
