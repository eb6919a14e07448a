-- What of a benefit is assigned and used on a day, and who counted it. The only place where that is computed.

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
