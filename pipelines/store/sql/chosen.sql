-- What reports ask of what is held: as far as their filters choose it, by its dates, and what of it lapses.

-- What of a worth is lost by a day; zero where it lasts longer, null where the worth is not known.
CREATE MACRO memory.lapsing(value_idle, lapses_on, last_day) AS
    CASE WHEN value_idle IS NULL OR lapses_on <= last_day THEN value_idle ELSE 0 END;

-- A filter of a report: no list lets everything through.
CREATE MACRO memory.chosen(codes, code) AS codes IS NULL OR list_contains(codes::VARCHAR[], code);

-- What was spent up to a day, as far as a report's filters choose it. A dataset that is asked for is shown instead of what
-- counts, never with it.
CREATE MACRO memory.spend_chosen(on_day, datasets, partners, subscriptions, services, groups, currencies, months) AS TABLE
FROM visible_spend_daily
WHERE usage_on <= on_day
    AND CASE WHEN datasets IS NULL THEN counts ELSE chosen(datasets, dataset) END
    AND chosen(partners, partner_id)
    AND chosen(subscriptions, subscription_id)
    AND chosen(services, service)
    AND chosen(groups, resource_group)
    AND chosen(currencies, currency)
    AND chosen(months, strftime(usage_on, '%Y-%m'));

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
