-- What of a benefit is assigned and used on a day, and who counted it. The only place where that is computed.

-- Benefits in the order in which they fill: the one that ends first fills first. What deeds gave from a benefit is
-- `given`; the rest, which is counted by product, is the `pool`, for which the benefit has `room`. What has ended takes
-- nothing while a successor runs, and the people whom deeds gave it go to the pool. Only what is counted with is here: of
-- many benefits the words would take longer than the counting. What has to hold on one side of a LEFT JOIN is in its key,
-- which is null where it does not: a condition of its own makes DuckDB compare each row with each.
CREATE MACRO memory.benefit_queued(on_day) AS TABLE
WITH benefit AS (
    SELECT partner_id, entitlement_id, family, product, policy, quantity, own_assigned, own_used, use_until, ended,
        ended AND bool_or(NOT ended) OVER (PARTITION BY partner_id, product) AS succeeded
    FROM benefit_begun(on_day)
),
counted AS (
    SELECT seat.partner_id AS partner_id, COALESCE(benefit.product, seat.product) AS product,
        benefit.entitlement_id AS entitlement_id,
        count(*) FILTER (WHERE seat.held) AS assigned, count(*) FILTER (WHERE seat.held AND seat.used) AS used,
        CASE WHEN bool_or(seat.in_file) THEN 'visual-studio-export' ELSE 'deeds' END AS counted_by
    FROM seat_told(on_day) AS seat
    LEFT JOIN benefit ON NOT benefit.succeeded AND benefit.partner_id = seat.partner_id
        AND benefit.entitlement_id = CASE WHEN seat.by_deed THEN seat.told_for END
    WHERE (seat.held OR seat.in_file) AND (seat.family = 'visual_studio' OR benefit.entitlement_id IS NOT NULL)
    GROUP BY ALL
    UNION ALL
    SELECT partner_id, product, NULL AS entitlement_id, assigned, assigned AS used, counted_by
    FROM licence_told
),
roomy AS (
    SELECT benefit.*,
        COALESCE(given.assigned, 0)::DECIMAL(18, 4) AS given_assigned,
        COALESCE(given.used, 0)::DECIMAL(18, 4) AS given_used,
        COALESCE(pool.assigned, 0)::DECIMAL(18, 4) AS pool_assigned,
        COALESCE(pool.used, 0)::DECIMAL(18, 4) AS pool_used,
        pool.counted_by AS pool_counted_by,
        GREATEST(benefit.quantity - given_assigned, 0)::DECIMAL(18, 4) AS room
    FROM benefit
    LEFT JOIN counted AS given ON given.partner_id = benefit.partner_id AND given.entitlement_id = benefit.entitlement_id
    LEFT JOIN counted AS pool ON pool.partner_id = benefit.partner_id
        AND pool.product = CASE WHEN NOT benefit.succeeded THEN benefit.product END AND pool.entitlement_id IS NULL
)
SELECT *,
    COALESCE(sum(room) OVER (
        PARTITION BY partner_id, product, succeeded ORDER BY use_until NULLS LAST, entitlement_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0)::DECIMAL(18, 4) AS earlier,
    lead(entitlement_id) OVER (
        PARTITION BY partner_id, product, succeeded ORDER BY use_until NULLS LAST, entitlement_id
    ) IS NULL AS is_last
FROM roomy;

-- How much of a pool falls to one benefit; the last takes the overflow, so that claiming too much shows.
CREATE MACRO memory.filled(pool, room, earlier, is_last) AS CASE
    WHEN is_last THEN GREATEST(pool - earlier, 0)
    ELSE LEAST(GREATEST(pool - earlier, 0), room)
END;

-- What of each benefit is assigned and used, and who counted it: the vendor's export where there is one, else the
-- grants, else the partner's own count, else the deeds alone, else nobody (zero). The partner's own count does not say who
-- has the seats, so what deeds gave comes on top. A credit is assigned whole.
CREATE MACRO memory.benefit_counted(on_day) AS TABLE
WITH running AS (
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
    queued.partner_id AS partner_id,
    queued.entitlement_id AS entitlement_id,
    credit.currency AS credit_currency,
    CASE
        WHEN queued.pool_counted_by IS NOT NULL THEN queued.pool_counted_by
        WHEN credit.used IS NOT NULL THEN 'credit_grants'
        WHEN queued.own_assigned IS NOT NULL OR queued.own_used IS NOT NULL THEN 'entitlements'
        WHEN queued.given_assigned > 0 THEN 'deeds'
        ELSE 'none'
    END AS counted_by,
    CASE
        WHEN queued.family = 'azure_credit' AND queued.given_assigned > 0 THEN queued.quantity
        WHEN credit.used IS NOT NULL THEN 0
        ELSE queued.given_assigned + filled(queued.pool_assigned, queued.room, queued.earlier, queued.is_last)
            + CASE WHEN queued.pool_counted_by IS NULL THEN COALESCE(queued.own_assigned, 0) ELSE 0 END
    END::DECIMAL(38, 18) AS assigned,
    CASE
        WHEN queued.pool_counted_by IS NOT NULL
            THEN (queued.given_used + filled(queued.pool_used, queued.room, queued.earlier, queued.is_last))::DECIMAL(18, 4)
        WHEN credit.used IS NOT NULL THEN credit.used
        ELSE COALESCE(queued.own_used, 0)
    END::DECIMAL(38, 18) AS used
FROM benefit_queued(on_day) AS queued
LEFT JOIN credit ON credit.partner_id = queued.partner_id AND credit.entitlement_id = queued.entitlement_id;
