-- How much somebody holds at a partner on a day: seats and credits, and being the marketing contact. Always one row.
SELECT
    (
        SELECT count(*) FROM seat_told($on_day) AS given
        WHERE given.partner_id = $partner AND given.email = $email AND given.held
    ) + (
        SELECT count(*) FROM marketing_contact_now AS contact JOIN identity USING (person_id)
        WHERE contact.partner_id = $partner AND identity.email = $email
    ) AS person_holds
