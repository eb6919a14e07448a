-- What a partner knows of some addresses, and which credits that run each of them has: one row an address.
--   clashes   a bulk credit beside a monthly credit of an Action Pack, one of them the credit that is asked about
WITH benefit AS (
    SELECT held.entitlement_id, held.unit, COALESCE(contains(offer.name, 'Action Pack'), FALSE) AS action_pack,
        COALESCE(held.use_until >= $on_day, TRUE) AND COALESCE((
            SELECT max(COALESCE(term.grace_ends_on, term.ends_on))
            FROM membership_term AS term
            WHERE term.partner_id = $partner AND term.offer = held.offer
        ) >= $on_day, TRUE) AS running
    FROM membership_benefit AS held
    LEFT JOIN offer USING (offer)
    WHERE held.partner_id = $partner
),
credit AS (
    SELECT identity.email, word.entitlement_id = $entitlement AS same, benefit.running,
        (this.unit = 'credit_year' AND benefit.unit = 'credit_month' AND benefit.action_pack)
            OR (this.unit = 'credit_month' AND this.action_pack AND benefit.unit = 'credit_year') AS clashes
    FROM holder_word($on_day) AS word
    JOIN identity USING (person_id)
    JOIN benefit USING (entitlement_id)
    LEFT JOIN benefit AS this ON this.entitlement_id = $entitlement
    WHERE word.partner_id = $partner AND word.held AND word.family = 'azure_credit'
)
SELECT
    asked.email AS email,
    any_value(person.name) AS name,
    count(person.email) > 0 AS known,
    COALESCE(bool_or(person.in_directory), FALSE) AS in_directory,
    any_value(person.member_type) AS member_type,
    COALESCE(bool_or(credit.same), FALSE) AS holder,
    count(*) FILTER (WHERE credit.running AND NOT credit.same) AS other_credits,
    COALESCE(bool_or(credit.running AND credit.clashes), FALSE) AS clashes
FROM (SELECT unnest($emails) AS email) AS asked
LEFT JOIN person_now AS person ON person.partner_id = $partner AND person.email = asked.email
LEFT JOIN credit ON credit.email = asked.email
GROUP BY asked.email
ORDER BY asked.email;
