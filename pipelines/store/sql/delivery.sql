-- Each attempt to hand over a letter. Rows are only ever added: how a letter stands is what its last attempt says.

CREATE TABLE ledger.delivery (
    message_id VARCHAR NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    tried_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('sent', 'written', 'failed', 'refused')),
    reason VARCHAR,                          -- a code, where it was not handed over; never what a server said
    next_at TIMESTAMPTZ,                     -- when it is tried again by itself; null: never
    PRIMARY KEY (message_id, attempt)
);

UPDATE ledger.ledger_version SET version = 2;
