-- Product keys, sealed (pipelines/secrets.py). A file adds keys and mends what it says of them; it takes none away.

CREATE TABLE product_key (
    entitlement_id VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,             -- keyed hash of the key: names it without telling it
    partner_id VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,             -- the key of the ring that sealed it
    nonce VARCHAR NOT NULL,              -- hexadecimal
    ciphertext VARCHAR NOT NULL,         -- hexadecimal; sealed with entitlement_id and digest
    seats BIGINT,                        -- what the key brings; null where nobody says
    months BIGINT NOT NULL,              -- how long it runs
    instructions VARCHAR,
    load_id INTEGER NOT NULL,
    file_no INTEGER NOT NULL,
    source_line BIGINT NOT NULL
);

UPDATE schema_version SET version = version + 1;
