-- What bears on a link of a subscription to a credit: always one row.
--   pot_id, pot_starts_on   the grant of the credit that runs on the first day, the one that started last; null for none
--   currency                of the credit
--   taken                   a credit of another partner names the subscription
--   drawn_from, drawn_until the days of a credit that it draws on in the same time already; null for none
WITH pot AS (
    SELECT subscription_id, starts_on, ends_on
    FROM (
        SELECT subscription_id, starts_on, ends_on FROM credit_now($on_day) WHERE entitlement_id = $about
        UNION
        SELECT subscription_id, starts_on, ends_on
        FROM credit_grant_told
        WHERE partner_id = $partner AND entitlement_id = $about
    )
    WHERE $starts_on BETWEEN starts_on AND ends_on
    ORDER BY starts_on DESC, subscription_id
    LIMIT 1
),
drawn AS (
    SELECT draws_from, draws_until
    FROM credit_subscription
    WHERE drawn_by_id = $subscription_id AND draws_until >= $starts_on
        AND draws_from <= COALESCE((SELECT ends_on FROM pot), $ends_on, $starts_on)
    ORDER BY draws_from, draws_until
    LIMIT 1
)
SELECT
    (SELECT subscription_id FROM pot) AS pot_id,
    (SELECT starts_on FROM pot) AS pot_starts_on,
    (SELECT currency FROM entitlement_now($on_day) WHERE partner_id = $partner AND entitlement_id = $about) AS currency,
    EXISTS (FROM subscription_claim WHERE subscription_id = $subscription_id AND partner_id <> $partner) AS taken,
    (SELECT draws_from FROM drawn) AS drawn_from,
    (SELECT draws_until FROM drawn) AS drawn_until;
