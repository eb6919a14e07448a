-- What is unused and what it is worth, by the month of its dates.
WITH dated AS (
    UNPIVOT (FROM held_on($day))
    ON activate_by, use_until, membership_ends_on, grace_ends_on
    INTO NAME date_kind VALUE expires_on
)
SELECT strftime(expires_on, '%Y-%m') AS month, family, date_kind, currency, count(*) AS benefits,
    sum(value_idle) AS value_idle
FROM dated
WHERE expires_on >= $day
GROUP BY ALL
ORDER BY month, family, date_kind, currency;
