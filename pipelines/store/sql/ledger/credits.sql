-- Which credits there are and which subscriptions draw on them: what files state, and what deeds link. Without scope.

-- The links of deeds that no later deed took back, one row a link. What draws on the credit of a grant names that grant,
-- `pot_id` and `pot_starts_on`; a link to a credit that had none states one itself: ends_on, kind, amount, currency.
CREATE VIEW memory.subscription_link AS
SELECT
    stream_id AS partner_id,
    entitlement_id AS entitlement_id,
    subject AS subscription_id,
    (details ->> 'starts_on')::DATE AS starts_on,
    (details ->> 'ends_on')::DATE AS ends_on,
    details ->> 'grant_kind' AS kind,
    (details ->> 'amount')::DECIMAL(18, 2) AS amount,
    details ->> 'currency' AS currency,
    details ->> 'pot_id' AS pot_id,
    (details ->> 'pot_starts_on')::DATE AS pot_starts_on
FROM deed
WHERE outcome = 'done' AND action IN ('link_subscription', 'unlink_subscription')
QUALIFY action = 'link_subscription' AND version > COALESCE(
    max(version) FILTER (action = 'unlink_subscription') OVER (PARTITION BY stream_id, entitlement_id, subject), 0
);

-- Every grant. One that a deed stated holds until a file states a grant of the same subscription for some of its days.
CREATE VIEW memory.credit_grant_told AS
SELECT subscription_id, starts_on, ends_on, partner_id, kind, amount, currency, entitlement_id, 'file' AS told_by
FROM credit_grant
UNION ALL
SELECT subscription_id, starts_on, ends_on, partner_id, kind, amount, currency, entitlement_id, 'deed'
FROM subscription_link AS told
WHERE amount IS NOT NULL AND NOT EXISTS (
    FROM credit_grant AS filed
    WHERE filed.subscription_id = told.subscription_id
        AND filed.starts_on <= told.ends_on AND filed.ends_on >= told.starts_on
);

-- The subscriptions that draw on each grant, and from when: its own, and those that are linked to it. Subscriptions of one
-- sponsorship share its pot (domain-facts D22).
--   subscription_id, starts_on, currency   of the grant
--   drawn_by_id                            the subscription that draws on it, from draws_from to draws_until
CREATE VIEW memory.credit_subscription AS
WITH given AS (
    SELECT partner_id, subscription_id, starts_on, ends_on, currency,
        CASE told_by WHEN 'deed' THEN entitlement_id END AS stated_for
    FROM credit_grant_told
)
SELECT partner_id, subscription_id, starts_on, currency, subscription_id AS drawn_by_id, starts_on AS draws_from,
    ends_on AS draws_until, TRUE AS own
FROM given
UNION ALL
SELECT given.partner_id, given.subscription_id, given.starts_on, given.currency, link.subscription_id,
    GREATEST(link.starts_on, given.starts_on), given.ends_on, FALSE
FROM subscription_link AS link
JOIN given
    ON given.partner_id = link.partner_id AND given.subscription_id = link.pot_id AND given.starts_on = link.pot_starts_on
    AND COALESCE(given.stated_for = link.entitlement_id, TRUE);

-- Which partner's credits name a subscription, and whose it is by that. One that credits of two partners name belongs to
-- neither until that is cleared up.
CREATE VIEW memory.subscription_claim AS
SELECT subscription_id, partner_id FROM credit_grant
UNION ALL
SELECT subscription_id, partner_id FROM subscription_link;

CREATE VIEW memory.subscription_owner AS
SELECT subscription_id, CASE WHEN count(DISTINCT partner_id) = 1 THEN any_value(partner_id) END AS partner_id
FROM subscription_claim
GROUP BY subscription_id;

-- The rates at which one currency is turned into another: those that finance entered, and those that files of cost carry.
--   rate      what one of from_currency is in to_currency
--   told_by   entered | carried
CREATE VIEW memory.rate_entered AS
SELECT
    stream_id AS partner_id,
    details ->> 'from_currency' AS from_currency,
    details ->> 'to_currency' AS to_currency,
    (details ->> 'rate')::DECIMAL(18, 9) AS rate,
    (details ->> 'rate_on')::DATE AS rate_on,
    details ->> 'rate_source' AS rate_source
FROM deed
WHERE outcome = 'done' AND action = 'record_exchange_rate'
QUALIFY row_number() OVER (
    PARTITION BY stream_id, details ->> 'from_currency', details ->> 'to_currency', details ->> 'rate_on' ORDER BY version DESC
) = 1;

CREATE VIEW memory.exchange_rate_told AS
SELECT *, 'entered' AS told_by
FROM rate_entered
UNION ALL
SELECT DISTINCT owned.partner_id, carried.pricing_currency, carried.currency, carried.exchange_rate,
    carried.exchange_rate_on, carried.dataset, 'carried'
FROM carried_rate AS carried
LEFT JOIN subscription_owner AS owned USING (subscription_id);
