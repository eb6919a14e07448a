-- Everybody who may come in, with the roles held at each partner and the letters that each chose.
SELECT
    person.email AS email,
    partner.partner_id AS partner_id,
    list_distinct(flatten(list(person.roles))) AS roles,
    COALESCE(any_value(choice.letters), 'all') AS letters,
    any_value(choice.language) AS language
FROM person_enabled AS person
JOIN partner ON person.partner_id IN (partner.partner_id, '*')
LEFT JOIN reminder_choice AS choice USING (email)
GROUP BY person.email, partner.partner_id
ORDER BY person.email, partner.partner_id;
