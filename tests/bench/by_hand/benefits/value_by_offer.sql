-- What each membership cost, and what of it is held, used and idle.
SELECT partner_id, partner, offer, offer_name, membership_starts_on AS starts_on, membership_ends_on AS ends_on,
    currency, any_value(fee) AS fee, sum(value_held) AS value_held, sum(value_used) AS value_used,
    sum(value_idle) AS value_idle, (sum(value_used) / sum(value_held))::DOUBLE AS used_share,
    sum(value_used) - any_value(fee) AS used_less_fee, count(*) AS benefits,
    count(*) FILTER (WHERE unit_value IS NULL) AS unvalued
FROM held_on($day)
GROUP BY ALL
ORDER BY used_less_fee NULLS LAST, value_idle DESC NULLS LAST, partner, partner_id, offer_name, offer, currency;
