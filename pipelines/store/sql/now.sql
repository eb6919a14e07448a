-- What depends on the day. The only place where status and what is assigned and used are computed.

-- Not dated, or dated no later than the day.
CREATE MACRO memory.begun(date, on_day) AS COALESCE(date <= on_day, TRUE);

-- Benefits that have begun, with the dates of their membership and the words and value of the catalogue. The membership
-- is the latest term of the offer that has begun. The load refuses unknown products; should the catalogue lose one later,
-- its rows stay, under the file's own name and as software. A value and its currency come from the same source.
CREATE MACRO memory.benefit_begun(on_day) AS TABLE
WITH term AS (
    SELECT partner_id, offer, min(starts_on) AS first_starts_on,
        max_by(term, starts_on) FILTER (WHERE starts_on <= on_day) AS latest
    FROM visible_offer_held AS term
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
    COALESCE(held.purchased_on, term.latest.purchased_on) AS purchased_on,
    COALESCE(held.starts_on, term.first_starts_on) AS starts_on,
    held.activate_by AS activate_by,
    held.use_until AS use_until,
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

-- Seats and licences in use, as the vendor's exports count them, by partner and product. A licence that is assigned
-- counts as used: the licence file knows no other use.
CREATE MACRO memory.product_count(on_day) AS TABLE
SELECT seat.partner_id AS partner_id, title.product AS product,
    count(*) FILTER (WHERE seat.email IS NOT NULL AND begun(seat.assigned_on, on_day)) AS assigned,
    count(*) FILTER (WHERE seat.email IS NOT NULL AND begun(seat.assigned_on, on_day)
        AND (seat.used OR (seat.activated AND begun(seat.activated_on, on_day)))) AS used,
    'visual-studio-export' AS counted_by
FROM visible_seat AS seat
JOIN product_title AS title ON title.title = lower(seat.subscription_level) AND title.family = 'visual_studio'
GROUP BY seat.partner_id, title.product
UNION ALL
SELECT licence.partner_id AS partner_id, title.product AS product,
    sum(licence.assigned)::BIGINT AS assigned, sum(licence.assigned)::BIGINT AS used, 'm365-licences' AS counted_by
FROM visible_licence_count AS licence
JOIN product_title AS title ON title.title = lower(licence.product_title) AND title.family = 'cloud'
GROUP BY licence.partner_id, title.product;

-- A quantity's worth.
CREATE MACRO memory.worth(quantity, unit_value) AS
    (quantity::DECIMAL(38, 18) * unit_value::DECIMAL(18, 6))::DECIMAL(38, 18);

-- How much of a product's count falls to one of its benefits: the one that ends first fills first, the last takes the
-- overflow, so that claiming too much shows.
CREATE MACRO memory.filled(counted, quantity, earlier, is_last) AS CASE
    WHEN is_last THEN GREATEST(counted - earlier, 0)
    ELSE LEAST(GREATEST(counted - earlier, 0), quantity)
END;

-- Benefits with what of them is assigned and used, and who counted it: the vendor's export where there is one, else the
-- grants, else the partner's own count, else nobody (zero). What has ended takes no seats while a successor runs.
CREATE MACRO memory.benefit_counted(on_day) AS TABLE
WITH benefit AS (
    SELECT *, ended AND bool_or(NOT ended) OVER (PARTITION BY partner_id, product) AS succeeded
    FROM benefit_begun(on_day)
),
queued AS (
    SELECT *,
        COALESCE(sum(quantity) OVER (
            PARTITION BY partner_id, product, succeeded ORDER BY use_until NULLS LAST, entitlement_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0)::DECIMAL(18, 4) AS earlier,
        lead(entitlement_id) OVER (
            PARTITION BY partner_id, product, succeeded ORDER BY use_until NULLS LAST, entitlement_id
        ) IS NULL AS is_last
    FROM benefit
),
running AS (
    FROM credit_now(on_day)
    WHERE linked
    QUALIFY rank() OVER (
        PARTITION BY partner_id, entitlement_id
        ORDER BY ends_on >= on_day DESC, CASE WHEN ends_on < on_day THEN starts_on END DESC
    ) = 1
),
credit AS (
    SELECT partner_id, entitlement_id, any_value(currency) AS currency, sum(used) AS used
    FROM running
    GROUP BY partner_id, entitlement_id
)
SELECT
    queued.*,
    credit.currency AS credit_currency,
    CASE
        WHEN counted.counted_by IS NOT NULL THEN counted.counted_by
        WHEN credit.used IS NOT NULL THEN 'credit_grants'
        WHEN queued.own_assigned IS NOT NULL OR queued.own_used IS NOT NULL THEN 'entitlements'
        ELSE 'none'
    END AS counted_by,
    CASE
        WHEN counted.counted_by IS NOT NULL THEN filled(counted.assigned, queued.quantity, queued.earlier, queued.is_last)
        WHEN credit.used IS NOT NULL THEN 0
        ELSE COALESCE(queued.own_assigned, 0)
    END::DECIMAL(38, 18) AS assigned,
    CASE
        WHEN counted.counted_by IS NOT NULL THEN filled(counted.used, queued.quantity, queued.earlier, queued.is_last)
        WHEN credit.used IS NOT NULL THEN credit.used
        ELSE COALESCE(queued.own_used, 0)
    END::DECIMAL(38, 18) AS used
FROM queued
LEFT JOIN product_count(on_day) AS counted
    ON counted.partner_id = queued.partner_id AND counted.product = queued.product AND NOT queued.succeeded
LEFT JOIN credit ON credit.partner_id = queued.partner_id AND credit.entitlement_id = queued.entitlement_id;

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
    NULL::DATE AS purchased_on,
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
        purchased_on, starts_on, activate_by, use_until, membership_ends_on, grace_ends_on, ended
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
    worth(LEAST(assigned, held), unit_value) AS value_assigned,
    worth(LEAST(used, held), unit_value) AS value_used,
    worth(idle, unit_value) AS value_idle,
    purchased_on AS purchased_on,
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

-- What of a worth is lost by a day; zero where it lasts longer, null where the worth is not known.
CREATE MACRO memory.lapsing(value_idle, lapses_on, last_day) AS
    CASE WHEN value_idle IS NULL OR lapses_on <= last_day THEN value_idle ELSE 0 END;

-- A filter of a report: no list lets everything through.
CREATE MACRO memory.chosen(codes, code) AS codes IS NULL OR list_contains(codes::VARCHAR[], code);

-- What is held on a day, as far as a report's filters choose it; without statuses, what has not expired or been cancelled.
CREATE MACRO memory.benefit_chosen(on_day, partners, families, offers, products, currencies, statuses) AS TABLE
FROM entitlement_now(on_day)
WHERE chosen(partners, partner_id)
    AND chosen(families, family)
    AND chosen(offers, offer)
    AND chosen(products, product)
    AND chosen(currencies, currency)
    AND chosen(COALESCE(statuses, ['not_activated', 'requested', 'active']), status);

-- The dates of benefits, apart: of what is held those that lie ahead, of what has expired those that have passed. One of
-- a benefit's dates is decisive, the one on which it lapses.
CREATE MACRO memory.benefit_date(on_day, partners, families, offers, products, currencies, statuses) AS TABLE
WITH dated AS (
    UNPIVOT (FROM benefit_chosen(on_day, partners, families, offers, products, currencies, statuses))
    ON activate_by, use_until, membership_ends_on, grace_ends_on
    INTO NAME date_kind VALUE expires_on
)
SELECT *,
    (expires_on - on_day)::BIGINT AS days_left,
    CASE
        WHEN expires_on < on_day THEN 'past'
        WHEN expires_on - on_day <= 30 THEN '0-30'
        WHEN expires_on - on_day <= 60 THEN '31-60'
        WHEN expires_on - on_day <= 90 THEN '61-90'
        ELSE 'later'
    END AS band,
    expires_on = lapses_on AND row_number() OVER (
        PARTITION BY entitlement_id, partner_id, expires_on ORDER BY date_kind
    ) = 1 AS decisive
FROM dated
WHERE (status = 'expired') = (expires_on < on_day);
