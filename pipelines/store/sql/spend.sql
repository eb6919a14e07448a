-- What was spent, and what of it draws on which credit.

-- What a day of a subscription cost, by service and resource group, as each dataset says.
--   counts   whether it is what was spent. Of datasets that state the same subscription and day only one is: what the
--            sponsorship portal says, else the actual cost, else the billed cost of FOCUS, else the cost analysis.
--            What it says of a whole month counts where nothing else states a day of it. Amortized cost spreads what
--            was paid before over its use; it is looked at and never added.
CREATE VIEW memory.spend_daily AS
WITH stated AS (
    SELECT dataset, subscription_id, subscription, usage_on, service, resource_group, currency, cost, cost_usd,
        effective_cost, credit_eligible, usage_rows,
        CASE dataset WHEN 'actual' THEN 1 WHEN 'focus' THEN 2 END AS place
    FROM charge_daily
    UNION ALL
    SELECT dataset, subscription_id, '', usage_on, '', '', currency, cost, cost_usd, NULL, NULL, 1, 3
    FROM cost_total
    WHERE dataset = 'azure-cost-analysis' AND (forecast IS NULL OR cost <> 0)
),
stated_month AS (
    SELECT subscription_id, date_trunc('month', usage_on) AS month FROM usage_daily
    UNION
    SELECT subscription_id, date_trunc('month', usage_on) FROM stated WHERE place IS NOT NULL
)
SELECT dataset, subscription_id, subscription, usage_on, service, '' AS resource_group, currency, cost,
    NULL::DECIMAL(38, 18) AS cost_usd, NULL::DECIMAL(38, 18) AS effective_cost, NULL::BOOLEAN AS credit_eligible,
    usage_rows, TRUE AS counts
FROM usage_daily
UNION ALL
SELECT stated.* EXCLUDE (place),
    COALESCE(place = min(place) OVER (PARTITION BY stated.subscription_id, stated.usage_on), FALSE)
        AND portal.usage_on IS NULL
FROM stated
LEFT JOIN (SELECT DISTINCT subscription_id, usage_on FROM usage_daily) AS portal USING (subscription_id, usage_on)
UNION ALL
SELECT whole.dataset, whole.subscription_id, '', whole.usage_on, '', '', whole.currency, whole.cost, whole.cost_usd, NULL, NULL,
    1, stated_month.month IS NULL
FROM cost_total AS whole
LEFT JOIN stated_month ON stated_month.subscription_id = whole.subscription_id AND stated_month.month = whole.usage_on
WHERE whole.dataset = 'azure-cost-analysis-monthly';

-- partner_id is null where no credit links the subscription; those rows are for readers of all partners.
CREATE VIEW memory.visible_spend_daily AS
SELECT spend_daily.*, owned.partner_id AS partner_id
FROM spend_daily
LEFT JOIN subscription_owner AS owned USING (subscription_id)
WHERE in_scope(owned.partner_id) AND NOT sees_own_only();

-- What was spent: of each day only the dataset that counts.
CREATE VIEW memory.visible_usage_daily AS
SELECT dataset, subscription_id, subscription, usage_on, service, currency, cost, usage_rows, partner_id, resource_group,
    cost_usd, credit_eligible
FROM visible_spend_daily
WHERE counts;

-- A subscription goes by the name it had last.
CREATE VIEW memory.visible_subscription AS
SELECT subscription_id,
    COALESCE(last(subscription ORDER BY usage_on, subscription) FILTER (subscription <> ''), subscription_id) AS subscription
FROM visible_spend_daily
GROUP BY subscription_id;

CREATE VIEW memory.visible_credit_grant AS
FROM credit_grant_told
WHERE in_scope(partner_id) AND NOT sees_own_only();

CREATE VIEW memory.visible_credit_subscription AS
FROM credit_subscription
WHERE in_scope(partner_id) AND NOT sees_own_only();

CREATE VIEW memory.visible_subscription_claim AS
FROM subscription_claim
WHERE in_scope(partner_id) AND NOT sees_own_only();

CREATE VIEW memory.visible_exchange_rate AS
FROM exchange_rate_told
WHERE in_scope(partner_id) AND NOT sees_own_only();

-- An amount times a rate, exactly, to 18 places: whole and part by themselves, since no column holds all digits of both.
CREATE MACRO memory.multiplied(amount, rate) AS (
    (trunc(amount)::DECIMAL(20, 0) * rate::DECIMAL(18, 9))::DECIMAL(38, 18)
    + ((amount - trunc(amount))::DECIMAL(18, 18) * rate::DECIMAL(18, 9))::DECIMAL(38, 18)
);

-- An amount divided by a rate, exactly, to 18 places: DuckDB would divide them as binary numbers.
CREATE MACRO memory.divided(amount, rate) AS ((
    replace(amount::DECIMAL(38, 18)::VARCHAR, '.', '')::HUGEINT * 1000000000
    // replace(rate::DECIMAL(18, 9)::VARCHAR, '.', '')::HUGEINT
)::DECIMAL(38, 0) * 0.000000000000000001)::DECIMAL(38, 18);

-- What a day's use draws from a credit, in the credit's own currency: one row a grant, subscription, day and currency of the
-- bill. Of grants that overlap a subscription draws on one in the currency of the bill, else on its own, else on the one
-- that started last.
--   cost          what was billed of what a credit pays for, in `currency`
--   eligible_by   file | all: whether the file says what a credit pays for, or all of it counts as paid
--   drawn_by      same_currency
--                 usd_column: a credit in US dollars is drawn by the file's own column in US dollars
--                 entered_rate: by the rate that finance entered with the latest rate_on that is not after the day
--                 carried_rate: by the rate that the file carries for the day, the latest where it carries several; it
--                   says what one of the credit's currency is in that of the bill
--                 unconverted: nothing of the above is known, and nothing is drawn
CREATE VIEW memory.visible_credit_draw AS
WITH used AS (
    SELECT partner_id, subscription_id, dataset, usage_on, currency, sum(cost)::DECIMAL(38, 18) AS cost,
        CASE WHEN count(cost_usd) = count(*) THEN sum(cost_usd) END::DECIMAL(38, 18) AS cost_usd,
        CASE WHEN count(credit_eligible) = count(*) THEN 'file' ELSE 'all' END AS eligible_by
    FROM visible_usage_daily
    WHERE credit_eligible IS NOT FALSE AND partner_id IS NOT NULL
    GROUP BY partner_id, subscription_id, dataset, usage_on, currency
),
drawing AS (
    SELECT used.*, draws.subscription_id AS pot_id, draws.starts_on AS starts_on, draws.currency AS credit_currency
    FROM used
    JOIN credit_subscription AS draws ON draws.drawn_by_id = used.subscription_id AND draws.partner_id = used.partner_id
        AND used.usage_on BETWEEN draws.draws_from AND draws.draws_until
    QUALIFY row_number() OVER (
        PARTITION BY used.subscription_id, used.usage_on, used.currency
        ORDER BY draws.currency = used.currency DESC, draws.own DESC, draws.starts_on DESC, draws.subscription_id
    ) = 1
)
SELECT
    drawing.partner_id AS partner_id,
    drawing.pot_id AS subscription_id,
    drawing.starts_on AS starts_on,
    drawing.usage_on AS date,
    drawing.subscription_id AS drawn_by_id,
    drawing.dataset AS dataset,
    drawing.cost AS cost,
    drawing.currency AS currency,
    drawing.credit_currency AS credit_currency,
    drawing.eligible_by AS eligible_by,
    CASE
        WHEN drawing.currency = credit_currency THEN 'same_currency'
        WHEN credit_currency = 'USD' AND drawing.cost_usd IS NOT NULL THEN 'usd_column'
        WHEN entered.rate IS NOT NULL THEN 'entered_rate'
        WHEN carried.exchange_rate IS NOT NULL THEN 'carried_rate'
        ELSE 'unconverted'
    END AS drawn_by,
    CASE drawn_by
        WHEN 'same_currency' THEN drawing.cost
        WHEN 'usd_column' THEN drawing.cost_usd
        WHEN 'entered_rate' THEN multiplied(drawing.cost, entered.rate)
        WHEN 'carried_rate' THEN divided(drawing.cost, carried.exchange_rate)
    END::DECIMAL(38, 18) AS spent,
    CASE drawn_by WHEN 'entered_rate' THEN entered.rate WHEN 'carried_rate' THEN carried.exchange_rate END AS rate,
    CASE drawn_by WHEN 'entered_rate' THEN entered.rate_on WHEN 'carried_rate' THEN carried.rate_on END AS rate_on,
    CASE drawn_by WHEN 'entered_rate' THEN entered.rate_source WHEN 'carried_rate' THEN drawing.dataset END AS rate_source
FROM drawing
ASOF LEFT JOIN rate_entered AS entered
    ON entered.partner_id = drawing.partner_id AND entered.from_currency = drawing.currency
    AND entered.to_currency = drawing.credit_currency AND entered.rate_on <= drawing.usage_on
LEFT JOIN (
    SELECT dataset, subscription_id, usage_on, pricing_currency, currency,
        max_by(exchange_rate, (exchange_rate_on, exchange_rate)) AS exchange_rate, max(exchange_rate_on) AS rate_on
    FROM carried_rate
    GROUP BY ALL
) AS carried
    ON carried.dataset = drawing.dataset AND carried.subscription_id = drawing.subscription_id
    AND carried.usage_on = drawing.usage_on AND carried.currency = drawing.currency
    AND carried.pricing_currency = drawing.credit_currency;

-- What a day drew from a credit, one row a grant and day on which something did.
CREATE VIEW memory.visible_credit_spend AS
SELECT partner_id, subscription_id, starts_on, date, sum(spent)::DECIMAL(38, 18) AS spent
FROM visible_credit_draw
WHERE drawn_by <> 'unconverted'
GROUP BY partner_id, subscription_id, starts_on, date;
