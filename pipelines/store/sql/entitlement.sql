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
--   status      requested: an activation waits for the vendor's answer, or for the day from which it holds
--               expired: used up to its last day, never activated in time, or the membership and its grace are over
--               cancelled: the membership's refund was accepted
--   waiting_request  the number of the activation that waits
--   activated   also by deeds: the first key of software revealed, of a cloud licence redeemed
--   used        of technical benefits what the incidents and engagements come to, where any is known
--   use_until   as the vendor's answer to the activation says, else as loaded
--   idle        of seats and licences what is neither assigned nor used; of what is consumed what is not used
--   value_*     worth of a year, in `currency`; null where no source gives a unit value; never of more than is held
--   lapses_on   the last day on which the unused part can still be had: the first of activate_by (until the benefit is
--               activated; of one that is used without a word of that, as long as it lies ahead: domain-facts D1, D2),
--               use_until, and the end of the membership with its grace (D5)
CREATE MACRO memory.entitlement_now(on_day) AS TABLE
WITH answer_known AS MATERIALIZED (
    FROM answered_by(on_day)
),
activation AS (
    SELECT entitlement_id, min(request_no) FILTER (requested) AS waiting_request, bool_or(activated) AS answered,
        max(expires_on) FILTER (activated) AS answered_until
    FROM answer_known
    GROUP BY entitlement_id
),
refund AS (
    SELECT DISTINCT partner_id, offer, membership_starts_on, cancelled
    FROM answer_known
    WHERE cancelled
),
benefit AS (
    SELECT partner_id, partner, entitlement_id, offer, offer_name, policy, sample, family, product, product_name,
        benefit_type, unit, CASE WHEN sees_own_only() THEN assigned ELSE quantity END AS held, assigned,
        CASE
            WHEN family <> 'technical' OR support.incidents IS NULL THEN used
            WHEN unit = 'incidents' THEN support.incidents::DECIMAL(18, 2)
            ELSE (support.advisory + CASE WHEN presales_unlimited(offer) THEN 0 ELSE support.presales END)::DECIMAL(18, 2)
        END AS used,
        CASE WHEN family = 'technical' AND support.incidents IS NOT NULL THEN 'support_use' ELSE counted_by END AS counted_by,
        COALESCE(activated, FALSE) OR COALESCE(answered, FALSE) OR counted_by = 'credit_grants'
            OR COALESCE(CASE family WHEN 'cloud' THEN keyed.redeemed_on ELSE keyed.revealed_on END <= on_day, FALSE)
            AS activated, unit_value,
        CASE WHEN unit IN ('credit_month', 'credit_year') THEN COALESCE(credit_currency, own_currency, currency)
            ELSE currency END AS currency,
        starts_on, activate_by, COALESCE(answered_until, use_until, keyed.redeemed_until) AS use_until, membership_ends_on, grace_ends_on,
        COALESCE(answered_until < on_day, ended) OR COALESCE(COALESCE(grace_ends_on, membership_ends_on) < on_day, FALSE)
            AS ended, cancelled, waiting_request
    FROM benefit_begun(on_day)
    JOIN benefit_counted(on_day) USING (partner_id, entitlement_id)
    LEFT JOIN activation USING (entitlement_id)
    LEFT JOIN key_count AS keyed USING (partner_id, entitlement_id)
    LEFT JOIN refund USING (partner_id, offer, membership_starts_on)
    LEFT JOIN support_count(on_day) AS support USING (entitlement_id)
    WHERE NOT sees_own_only() OR assigned > 0
    UNION ALL BY NAME
    FROM credit_alone(on_day)
),
touched AS (
    SELECT *, activated OR assigned > 0 OR used > 0 AS in_use, waiting_request IS NOT NULL AS pending,
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
        WHEN cancelled THEN 'cancelled'
        WHEN ended OR (NOT in_use AND NOT pending AND COALESCE(activate_by < on_day, FALSE)) THEN 'expired'
        WHEN in_use THEN 'active'
        WHEN pending THEN 'requested'
        ELSE 'not_activated'
    END AS status,
    waiting_request AS waiting_request,
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
        CASE WHEN NOT (in_use OR pending) OR (NOT activated AND activate_by >= on_day) THEN activate_by END,
        use_until,
        COALESCE(grace_ends_on, membership_ends_on)
    ) AS lapses_on
FROM touched;
