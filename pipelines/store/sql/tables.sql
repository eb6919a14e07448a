-- The warehouse: what the sources say. NOT NULL only: identity is kept by the load and by `benefits check`,
-- so that the same tables live on engines without keys. Each row names the load, the file of that load and the line it came from.

CREATE TABLE schema_version (version INTEGER NOT NULL);

-- One row, updated by each load inside its transaction, so that of two loads on one snapshot only one commits.
CREATE TABLE load_head (load_id INTEGER NOT NULL);

CREATE TABLE load (
    load_id INTEGER NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL,
    loaded_by VARCHAR NOT NULL,          -- an e-mail, or 'operator' for the terminal
    as_of DATE NOT NULL,                 -- the reporting day given with the load
    mends_load_id INTEGER                -- the first load whose set-aside rows this one brings back
);

CREATE TABLE load_file (
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    settings VARCHAR NOT NULL,           -- JSON of the --set values that were used
    rows_read BIGINT NOT NULL,
    rows_loaded BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL
);

CREATE TABLE load_total (
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    currency VARCHAR NOT NULL,
    control_total DECIMAL(38, 18) NOT NULL,   -- summed from the file's text
    stored_total DECIMAL(38, 18) NOT NULL     -- summed from the rows the file's groups have here
);

CREATE TABLE quarantine (
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL,
    source_column VARCHAR NOT NULL,
    found VARCHAR,                       -- null for an empty cell
    expected VARCHAR NOT NULL
);

CREATE TABLE partner (
    partner_id VARCHAR NOT NULL,
    partner VARCHAR NOT NULL,            -- legal name
    country VARCHAR NOT NULL,            -- ISO 3166 alpha-2
    currency VARCHAR NOT NULL,           -- ISO 4217
    tenant_id VARCHAR,
    portal VARCHAR NOT NULL,             -- partner_center | pmc
    time_zone VARCHAR NOT NULL,          -- IANA; a date is a day there
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE offer_held (
    partner_id VARCHAR NOT NULL,
    offer VARCHAR NOT NULL,              -- id in data/catalogue/offers.csv
    level VARCHAR,
    policy VARCHAR NOT NULL,
    purchased_on DATE,
    starts_on DATE NOT NULL,
    anniversary_on DATE,
    ends_on DATE NOT NULL,               -- membership_ends_on
    grace_ends_on DATE,
    fee DECIMAL(18, 2),
    currency VARCHAR NOT NULL,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE entitlement (
    entitlement_id VARCHAR NOT NULL,     -- given, or made from partner, offer, product and benefit type
    partner_id VARCHAR NOT NULL,
    offer VARCHAR NOT NULL,
    product VARCHAR NOT NULL,            -- id in data/catalogue/products.csv, or the file's own name
    benefit_type VARCHAR NOT NULL,       -- core | incremental
    quantity DECIMAL(18, 4) NOT NULL,
    unit VARCHAR NOT NULL,
    purchased_on DATE,
    starts_on DATE,
    activate_by DATE,
    use_until DATE,
    activated_on DATE,
    assigned DECIMAL(18, 4),             -- as counted by the partner, where no export counts it
    used DECIMAL(18, 4),
    unit_value DECIMAL(18, 6),           -- null: no source gives a value
    currency VARCHAR,                    -- of unit_value
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE person (
    partner_id VARCHAR NOT NULL,
    email VARCHAR NOT NULL,              -- lower case
    name VARCHAR NOT NULL,
    member_type VARCHAR NOT NULL,        -- member | guest
    in_directory BOOLEAN NOT NULL,
    roles VARCHAR[] NOT NULL,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE credit_grant (
    subscription_id VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,               -- the last day of the credit
    partner_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,               -- monthly | bulk
    amount DECIMAL(18, 2) NOT NULL,      -- a month's amount for monthly, the pot for bulk
    currency VARCHAR NOT NULL,
    entitlement_id VARCHAR,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE usage (
    dataset VARCHAR NOT NULL,            -- the format that stated the row
    subscription_id VARCHAR NOT NULL,    -- lower case, no braces
    subscription VARCHAR NOT NULL,       -- its name
    usage_on DATE NOT NULL,
    resource_id VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    service_type VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    resource VARCHAR NOT NULL,
    quantity DECIMAL(38, 18) NOT NULL,
    cost DECIMAL(38, 18) NOT NULL,
    currency VARCHAR NOT NULL,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

-- `usage` summed by subscription, day and service; rolled up by the load that changes a day.
CREATE TABLE usage_daily (
    dataset VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    subscription VARCHAR NOT NULL,
    usage_on DATE NOT NULL,
    service VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    cost DECIMAL(38, 18) NOT NULL,
    usage_rows BIGINT NOT NULL
);

CREATE TABLE seat (
    partner_id VARCHAR NOT NULL,
    seat_id VARCHAR NOT NULL,            -- Subscription GUID, lower case
    subscription_level VARCHAR NOT NULL, -- 'Visual Studio Enterprise', as exported
    subscriber VARCHAR,
    email VARCHAR,                       -- lower case; null when unassigned
    notification_email VARCHAR,
    assigned_on DATE,
    activated BOOLEAN NOT NULL,
    activated_on DATE,
    ends_on DATE,
    reference VARCHAR,
    downloads BOOLEAN,
    country VARCHAR,
    language VARCHAR,
    status VARCHAR NOT NULL,             -- assigned | unassigned | over_claimed
    used BOOLEAN NOT NULL,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE licence_count (
    partner_id VARCHAR NOT NULL,
    product_title VARCHAR NOT NULL,
    total BIGINT NOT NULL,
    expired BIGINT NOT NULL,
    assigned BIGINT NOT NULL,
    renews_on DATE,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE m365_product (
    product_guid VARCHAR NOT NULL,       -- lower case
    product_name VARCHAR NOT NULL,
    string_id VARCHAR NOT NULL,
    service_plan_id VARCHAR NOT NULL,
    service_plan VARCHAR NOT NULL,
    service_plan_name VARCHAR NOT NULL,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

INSERT INTO schema_version VALUES (1);
INSERT INTO load_head VALUES (0);
