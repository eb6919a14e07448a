-- What a partner holds on a day, with its status and its worth. The only place where these are computed.

-- A quantity's worth.
CREATE MACRO memory.worth(quantity, unit_value) AS
    (quantity::DECIMAL(38, 18) * unit_value::DECIMAL(18, 6))::DECIMAL(38, 18);

-- Credits that no benefit names, as benefits: worth their face value, a monthly one twelve times a year.
CREATE MACRO memory.credit_alone(on_day) AS TABLE
SELECT
    credit.partner_id AS partner_id,
    visible_partner.partner AS partner,
    credit.entitlement_id AS entitlement_id,
    NULL::VARCHAR AS offer,
    NULL::VARCHAR AS offer_name,
    NULL::VARCHAR AS policy,
    FALSE AS sample,
    'azure_credit' AS family,
    NULL::VARCHAR AS product,
    credit.subscription AS product_name,
    'core' AS benefit_type,
    credit.unit AS unit,
    credit.amount AS held,
    0 AS assigned,
    credit.used AS used,
    'credit_grants' AS counted_by,
    TRUE AS activated,
    CASE credit.kind WHEN 'monthly' THEN 12 ELSE 1 END AS unit_value,
    credit.currency AS currency,
    credit.starts_on AS starts_on,
    NULL::DATE AS activate_by,
    credit.ends_on AS use_until,
    NULL::DATE AS membership_ends_on,
    NULL::DATE AS grace_ends_on,
    credit.ends_on < on_day AS ended
FROM credit_now(on_day) AS credit
JOIN visible_partner USING (partner_id)
WHERE NOT credit.linked;

-- What a partner holds on a day: one row a benefit. For somebody who sees only their own, held is what is theirs.
--   status      expired: used up to its last day, never activated in time, or the membership and its grace are over
--   idle        of seats and licences what is neither assigned nor used; of what is consumed what is not used
--   value_*     worth of a year, in `currency`; null where no source gives a unit value; never of more than is held
--   lapses_on   the last day on which the unused part can still be had: the first of activate_by (until the benefit is
--               activated; of one that is used without a word of that, as long as it lies ahead: domain-facts D1, D2),
--               use_until, and the end of the membership with its grace (D5)
CREATE MACRO memory.entitlement_now(on_day) AS TABLE
WITH benefit AS (
    SELECT partner_id, partner, entitlement_id, offer, offer_name, policy, sample, family, product, product_name,
        benefit_type, unit, CASE WHEN sees_own_only() THEN assigned ELSE quantity END AS held, assigned, used, counted_by,
        COALESCE(activated, FALSE) OR counted_by = 'credit_grants' AS activated, unit_value,
        CASE WHEN unit IN ('credit_month', 'credit_year') THEN COALESCE(credit_currency, own_currency, currency)
            ELSE currency END AS currency,
        starts_on, activate_by, use_until, membership_ends_on, grace_ends_on, ended
    FROM benefit_counted(on_day)
    WHERE NOT sees_own_only() OR assigned > 0
    UNION ALL BY NAME
    FROM credit_alone(on_day)
),
touched AS (
    SELECT *, activated OR assigned > 0 OR used > 0 AS in_use,
        CASE
            WHEN family IN ('azure_credit', 'technical') THEN GREATEST(held - used, 0)
            ELSE GREATEST(held - GREATEST(assigned, used), 0)
        END AS idle
    FROM benefit
)
SELECT
    partner_id AS partner_id,
    partner AS partner,
    entitlement_id AS entitlement_id,
    offer AS offer,
    offer_name AS offer_name,
    policy AS policy,
    sample AS sample,
    family AS family,
    product AS product,
    product_name AS product_name,
    benefit_type AS benefit_type,
    unit AS unit,
    CASE
        WHEN ended OR (NOT in_use AND COALESCE(activate_by < on_day, FALSE)) THEN 'expired'
        WHEN in_use THEN 'active'
        ELSE 'not_activated'
    END AS status,
    held::DECIMAL(38, 18) AS held,
    assigned::DECIMAL(38, 18) AS assigned,
    used::DECIMAL(38, 18) AS used,
    idle::DECIMAL(38, 18) AS idle,
    counted_by AS counted_by,
    unit_value::DECIMAL(18, 6) AS unit_value,
    currency AS currency,
    worth(held, unit_value) AS value_held,
    worth(LEAST(used, held), unit_value) AS value_used,
    worth(idle, unit_value) AS value_idle,
    starts_on AS starts_on,
    activate_by AS activate_by,
    use_until AS use_until,
    membership_ends_on AS membership_ends_on,
    grace_ends_on AS grace_ends_on,
    LEAST(
        CASE WHEN NOT in_use OR (NOT activated AND activate_by >= on_day) THEN activate_by END,
        use_until,
        COALESCE(grace_ends_on, membership_ends_on)
    ) AS lapses_on
FROM touched;
