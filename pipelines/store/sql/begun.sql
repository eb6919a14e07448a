-- What a partner has on a day: benefits and credits that have begun.

-- Not dated, or dated no later than the day.
CREATE MACRO memory.begun(date, on_day) AS COALESCE(date <= on_day, TRUE);

-- Benefits that have begun, with the dates of their membership and the words and value of the catalogue. The membership
-- is the latest term of the offer that has begun. The load refuses unknown products; should the catalogue lose one later,
-- its rows stay, under the file's own name and as software. A value and its currency come from the same source.
CREATE MACRO memory.benefit_begun(on_day) AS TABLE
WITH term AS (
    SELECT partner_id, offer, min(starts_on) AS first_starts_on,
        max_by(term, starts_on) FILTER (WHERE starts_on <= on_day) AS latest
    FROM membership_term AS term
    WHERE in_scope(partner_id)
    GROUP BY partner_id, offer
)
SELECT
    held.partner_id AS partner_id,
    visible_partner.partner AS partner,
    held.entitlement_id AS entitlement_id,
    held.offer AS offer,
    COALESCE(offer.name, held.offer) AS offer_name,
    COALESCE(term.latest.policy, offer.policy) AS policy,
    COALESCE(offer.sample, FALSE) AS sample,
    COALESCE(product.family, 'software') AS family,
    held.product AS product,
    COALESCE(product.name, held.product) AS product_name,
    held.benefit_type AS benefit_type,
    held.unit AS unit,
    held.quantity AS quantity,
    held.assigned AS own_assigned,
    held.used AS own_used,
    held.activated_on <= on_day AS activated,
    COALESCE(held.unit_value, product.unit_value)::DECIMAL(18, 6) AS unit_value,
    CASE
        WHEN held.unit_value IS NULL AND product.unit_value IS NOT NULL THEN product.currency
        ELSE COALESCE(held.currency, visible_partner.currency)
    END AS currency,
    held.currency AS own_currency,
    COALESCE(held.starts_on, term.first_starts_on) AS starts_on,
    held.activate_by AS activate_by,
    held.use_until AS use_until,
    term.latest.starts_on AS membership_starts_on,
    term.latest.ends_on AS membership_ends_on,
    term.latest.grace_ends_on AS grace_ends_on,
    COALESCE(held.use_until < on_day, FALSE)
        OR COALESCE(COALESCE(term.latest.grace_ends_on, term.latest.ends_on) < on_day, FALSE) AS ended
FROM visible_entitlement AS held
JOIN visible_partner USING (partner_id)
LEFT JOIN term ON term.partner_id = held.partner_id AND term.offer = held.offer
LEFT JOIN offer ON offer.offer = held.offer
LEFT JOIN product ON product.product = held.product
WHERE COALESCE(held.starts_on, term.first_starts_on, on_day) <= on_day;

-- Credits that have begun, one row a grant: the period that runs on the day (the month of a monthly credit, the whole
-- term of a bulk credit; the last period once the grant has ended) and what it has used, never more than its amount.
-- entitlement_id is the one named in the grant, else the partner's only credit benefit of that kind in those days, else
-- an id of the grant's own.
CREATE MACRO memory.credit_now(on_day) AS TABLE
WITH begun AS (
    SELECT *,
        CASE kind WHEN 'monthly' THEN 'credit_month' ELSE 'credit_year' END AS unit,
        CASE kind
            WHEN 'monthly' THEN GREATEST(starts_on, date_trunc('month', LEAST(ends_on, on_day))::DATE)
            ELSE starts_on
        END AS period_starts_on,
        CASE kind WHEN 'monthly' THEN LEAST(ends_on, last_day(LEAST(ends_on, on_day))) ELSE ends_on END AS period_ends_on
    FROM visible_credit_grant
    WHERE starts_on <= on_day
),
matching AS (
    SELECT begun.subscription_id AS subscription_id, begun.starts_on AS starts_on,
        CASE WHEN count(*) = 1 THEN any_value(benefit.entitlement_id) END AS entitlement_id
    FROM begun
    JOIN benefit_begun(on_day) AS benefit ON benefit.partner_id = begun.partner_id AND benefit.family = 'azure_credit'
    WHERE begun.entitlement_id = benefit.entitlement_id
        OR (begun.entitlement_id IS NULL AND begun.unit = benefit.unit
            AND COALESCE(benefit.starts_on, begun.ends_on) <= begun.ends_on
            AND COALESCE(benefit.use_until, begun.starts_on) >= begun.starts_on)
    GROUP BY begun.subscription_id, begun.starts_on
),
spend AS (
    SELECT begun.subscription_id AS subscription_id, begun.starts_on AS starts_on, sum(day.spent) AS spent
    FROM begun
    JOIN visible_credit_spend AS day USING (subscription_id, starts_on)
    WHERE day.date BETWEEN begun.period_starts_on AND LEAST(begun.period_ends_on, on_day)
    GROUP BY begun.subscription_id, begun.starts_on
)
SELECT
    begun.partner_id AS partner_id,
    begun.subscription_id AS subscription_id,
    COALESCE(named.subscription, begun.subscription_id) AS subscription,
    begun.kind AS kind,
    begun.unit AS unit,
    begun.starts_on AS starts_on,
    begun.ends_on AS ends_on,
    begun.period_starts_on AS period_starts_on,
    begun.period_ends_on AS period_ends_on,
    begun.currency AS currency,
    begun.amount AS amount,
    COALESCE(spend.spent, 0)::DECIMAL(38, 18) AS spent,
    LEAST(GREATEST(COALESCE(spend.spent, 0), 0), begun.amount)::DECIMAL(38, 18) AS used,
    matching.entitlement_id IS NOT NULL AS linked,
    COALESCE(matching.entitlement_id, 'credit:' || begun.subscription_id || ':' || begun.starts_on) AS entitlement_id
FROM begun
LEFT JOIN matching USING (subscription_id, starts_on)
LEFT JOIN spend USING (subscription_id, starts_on)
LEFT JOIN visible_subscription AS named USING (subscription_id);
