-- What the vendor's own statements say: its credits and what moved them, and the licences of a tenant by SKU.

-- A credit (lot) of a billing profile as one statement has it; later statements stand beside it.
CREATE TABLE vendor_credit (
    partner_id VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,            -- azure-credits | azure-credit-lots: the format that stated it
    lot_id VARCHAR NOT NULL,             -- the vendor's id, lower case; made of source, days and amount where it gives none
    stated_on DATE NOT NULL,             -- the day of the statement
    source VARCHAR NOT NULL,             -- where the credit came from, as written
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,               -- the last day of the credit, which is a day in UTC
    original DECIMAL(38, 18) NOT NULL,
    balance DECIMAL(38, 18) NOT NULL,    -- what the last invoice before stated_on left
    currency VARCHAR NOT NULL,
    status VARCHAR,                      -- active, used, expired, expiring …, lower case
    po_number VARCHAR,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

-- What moved the balance of a billing profile. A list of the portal states one amount, the API its parts.
CREATE TABLE vendor_credit_event (
    partner_id VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,            -- azure-credit-transactions | azure-credit-events
    event_id VARCHAR NOT NULL,           -- the vendor's id, lower case; made of day and description where it gives none
    happened_on DATE NOT NULL,
    description VARCHAR NOT NULL,
    kind VARCHAR,                        -- the vendor's word: SettledCharges, PendingNewCredit …
    invoice VARCHAR,
    amount DECIMAL(38, 18),
    new_credit DECIMAL(38, 18),
    adjustments DECIMAL(38, 18),
    expired DECIMAL(38, 18),
    cancelled DECIMAL(38, 18),
    charges DECIMAL(38, 18),             -- what was drawn is below zero
    balance DECIMAL(38, 18),             -- after the event; null where the list has no such column
    currency VARCHAR NOT NULL,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

-- The licences of one partner's tenant by SKU, as the vendor's directory counts them.
CREATE TABLE sku_count (
    partner_id VARCHAR NOT NULL,
    sku_id VARCHAR NOT NULL,             -- a GUID, lower case: that of the product names
    sku VARCHAR NOT NULL,                -- its part number, such as SPE_E5
    status VARCHAR NOT NULL,             -- enabled | warning | suspended | deleted | locked_out
    enabled BIGINT NOT NULL,
    suspended BIGINT NOT NULL,
    warning BIGINT NOT NULL,             -- past their end, in the days of grace: they still work
    consumed BIGINT NOT NULL,            -- given to users
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

UPDATE schema_version SET version = version + 1;
