-- What each offer gives, and what of it is used and idle, by unit and currency, the most idle value first.
SELECT
    offer AS offer,
    offer_name AS offer_name,
    unit AS unit,
    count(*)::BIGINT AS benefits,
    sum(held)::DECIMAL(38, 18) AS held,
    sum(assigned)::DECIMAL(38, 18) AS assigned,
    sum(used)::DECIMAL(38, 18) AS used,
    sum(idle)::DECIMAL(38, 18) AS idle,
    (sum(held) - sum(idle))::DOUBLE / nullif(sum(held), 0)::DOUBLE AS utilization,
    currency AS currency,
    sum(value_held)::DECIMAL(38, 18) AS value_held,
    sum(value_used)::DECIMAL(38, 18) AS value_used,
    sum(value_idle)::DECIMAL(38, 18) AS value_idle,
    count(*) FILTER (WHERE unit_value IS NULL) AS unvalued
FROM benefit_chosen($as_of, $partner, $family, $offer, $product, $currency, $status)
GROUP BY ALL
ORDER BY value_idle DESC NULLS LAST, offer, unit, currency;
