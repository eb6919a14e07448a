-- What Azure charged, as its cost exports say, beside what the sponsorship portal says (`usage`).

CREATE TABLE charge (
    dataset VARCHAR NOT NULL,            -- actual | amortized | focus
    subscription_id VARCHAR NOT NULL,    -- lower case
    subscription VARCHAR NOT NULL,       -- its name; '' where the layout has none
    usage_on DATE NOT NULL,              -- the day as the file has it, which is a day in UTC
    resource_group VARCHAR NOT NULL,     -- lower case; '' for none
    resource_id VARCHAR NOT NULL,        -- lower case; '' for none
    service VARCHAR NOT NULL,
    service_type VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    resource VARCHAR NOT NULL,           -- the meter
    charge_type VARCHAR NOT NULL,        -- usage, purchase, refund …, lower case; '' where the layout does not say
    quantity DECIMAL(38, 18) NOT NULL,
    cost DECIMAL(38, 18) NOT NULL,       -- as billed, in `currency`
    currency VARCHAR NOT NULL,           -- the currency of the bill
    cost_usd DECIMAL(38, 18),            -- the file's own column in US dollars, where it has one
    effective_cost DECIMAL(38, 18),      -- FOCUS: with what was paid in advance spread over its use
    credit_eligible BOOLEAN,             -- whether a credit pays for it; null where the layout does not say
    pricing_currency VARCHAR,
    exchange_rate DECIMAL(18, 9),        -- one of pricing_currency in `currency`, where the file carries it
    exchange_rate_on DATE,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

-- `charge` summed by subscription, day, service and resource group; rolled up by the load that changes a day.
CREATE TABLE charge_daily (
    dataset VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    subscription VARCHAR NOT NULL,
    usage_on DATE NOT NULL,
    service VARCHAR NOT NULL,
    resource_group VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    credit_eligible BOOLEAN,
    cost DECIMAL(38, 18) NOT NULL,
    cost_usd DECIMAL(38, 18),            -- null where one of the rows has none
    effective_cost DECIMAL(38, 18),
    usage_rows BIGINT NOT NULL
);

-- The rates that the files carry, one row a subscription, day, pair and rate; rolled up with `charge_daily`.
CREATE TABLE carried_rate (
    dataset VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    usage_on DATE NOT NULL,
    pricing_currency VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    exchange_rate DECIMAL(18, 9) NOT NULL,
    exchange_rate_on DATE NOT NULL
);

-- What the portal's cost analysis says a day or a month cost in all, and what the vendor expects of days to come.
CREATE TABLE cost_total (
    dataset VARCHAR NOT NULL,            -- azure-cost-analysis | azure-cost-analysis-monthly: a month, on its first day
    subscription_id VARCHAR NOT NULL,
    usage_on DATE NOT NULL,
    currency VARCHAR NOT NULL,
    cost DECIMAL(38, 18) NOT NULL,       -- zero for a day that is only forecast
    cost_usd DECIMAL(38, 18),
    forecast DECIMAL(38, 18),            -- the vendor's forecast, in `currency`; never spent
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

-- What a file says of each month, of the rows that were not set aside; beside `load_total`, which is of the whole file.
CREATE TABLE load_month (
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    dataset VARCHAR NOT NULL,            -- as in `usage`, `charge` and `cost_total`
    subscription_id VARCHAR NOT NULL,
    month VARCHAR NOT NULL,              -- 2026-06
    currency VARCHAR NOT NULL,
    control_total DECIMAL(38, 18) NOT NULL,
    usage_rows BIGINT NOT NULL
);

UPDATE schema_version SET version = version + 1;
