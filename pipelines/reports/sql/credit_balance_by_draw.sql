-- What drew on each credit, by subscription, currency of the bill, way of drawing and rate: what was billed, and what it drew.
SELECT
    draw.partner_id AS partner_id,
    visible_partner.partner AS partner,
    given.kind AS kind,
    draw.subscription_id AS subscription_id,
    COALESCE(named.subscription, draw.subscription_id) AS subscription,
    draw.starts_on AS starts_on,
    draw.drawn_by_id AS drawn_by_id,
    draw.dataset AS dataset,
    draw.eligible_by AS eligible_by,
    draw.drawn_by AS drawn_by,
    draw.currency AS billed_in,
    sum(draw.cost)::DECIMAL(38, 18) AS billed,
    draw.rate AS rate,
    draw.rate_on AS rate_on,
    draw.rate_source AS rate_source,
    draw.credit_currency AS currency,
    sum(draw.spent)::DECIMAL(38, 18) AS spent,
    min(draw.date) AS first_on,
    max(draw.date) AS last_on
FROM visible_credit_draw AS draw
JOIN visible_partner USING (partner_id)
JOIN visible_credit_grant AS given
    ON given.subscription_id = draw.subscription_id AND given.starts_on = draw.starts_on
LEFT JOIN visible_subscription AS named ON named.subscription_id = draw.subscription_id
WHERE draw.date <= $as_of
    AND chosen($partner, draw.partner_id)
    AND chosen($subscription, draw.subscription_id)
    AND chosen($currency, draw.credit_currency)
GROUP BY ALL
ORDER BY partner_id, subscription_id, starts_on, drawn_by_id, dataset, billed_in, drawn_by, eligible_by, first_on, rate_on, rate;
