-- What each partner holds, uses and leaves idle.
SELECT partner_id, partner, unit,
    count(*) AS benefits,
    sum(quantity) AS held,
    sum(assigned) AS assigned,
    sum(used) AS used,
    sum(idle) AS idle,
    (sum(quantity) - sum(idle))::DOUBLE / sum(quantity)::DOUBLE AS utilization,
    currency AS currency,
    sum(value_held) AS value_held,
    sum(value_used) AS value_used,
    sum(value_idle) AS value_idle,
    count(*) FILTER (WHERE unit_value IS NULL) AS unvalued
FROM held_on($day)
GROUP BY ALL
ORDER BY value_idle DESC NULLS LAST, partner_id, unit, currency;
