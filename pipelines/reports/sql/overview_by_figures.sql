-- What is held on a day, by currency: worth of a year, what of it is used and idle, and the idle worth that lapses
-- within 30, 60 and 90 days (each includes the one before).
SELECT
    currency AS currency,
    sum(value_held)::DECIMAL(38, 18) AS value_held,
    sum(value_used)::DECIMAL(38, 18) AS value_used,
    sum(value_idle)::DECIMAL(38, 18) AS value_idle,
    sum(lapsing(value_idle, lapses_on, $as_of + 30))::DECIMAL(38, 18) AS lapsing_30,
    sum(lapsing(value_idle, lapses_on, $as_of + 60))::DECIMAL(38, 18) AS lapsing_60,
    sum(lapsing(value_idle, lapses_on, $as_of + 90))::DECIMAL(38, 18) AS lapsing_90,
    count(*)::BIGINT AS benefits,
    count(*) FILTER (WHERE unit_value IS NULL) AS unvalued
FROM benefit_chosen($as_of, $partner, $family, $offer, $product, $currency, NULL)
GROUP BY ALL
ORDER BY value_held DESC NULLS LAST, currency;
