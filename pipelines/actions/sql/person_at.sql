-- What one partner knows of one address: always one row.
SELECT
    count(person.email) > 0 AS person_known,
    any_value(person.member_type) AS member_type,
    COALESCE(any_value(person.roles), []) AS person_roles
FROM (SELECT $email AS email, $partner AS partner_id) AS asked
LEFT JOIN person_now AS person ON person.partner_id = asked.partner_id AND person.email = asked.email
