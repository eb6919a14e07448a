-- The vendor's answers to requests, and the support that was used.

CREATE TABLE answer (
    request_id VARCHAR NOT NULL,         -- the number of the request, as the ledger gave it
    partner_id VARCHAR NOT NULL,         -- the partner that the number names
    outcome VARCHAR NOT NULL,            -- accepted | declined
    access_id VARCHAR,                   -- nine digits
    contract_id VARCHAR,                 -- nine digits
    active_from DATE,
    expires_on DATE,
    note VARCHAR,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

CREATE TABLE support_use (
    entitlement_id VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,          -- the vendor's number of the case
    partner_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,               -- incident | advisory | presales
    used_on DATE NOT NULL,
    hours DECIMAL(18, 2),                -- null for an incident, which counts as one
    title VARCHAR,
    product_area VARCHAR,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

UPDATE schema_version SET version = version + 1;
