-- The ledger: what people did. Rows are only ever added. What is said of people stands in tables of its own, which can be emptied
-- while the deeds and their hashes stay.

CREATE TABLE ledger.ledger_version (version INTEGER NOT NULL);

-- One row a deed, done or refused; a stream is one partner, `app` is what belongs to none.
CREATE TABLE ledger.deed (
    stream_id VARCHAR NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    request_id VARCHAR NOT NULL UNIQUE,      -- made with the form: a form that is sent twice is one deed
    done_at TIMESTAMPTZ NOT NULL,
    on_day DATE NOT NULL,                    -- the day at the partner that the rules judged by
    actor VARCHAR NOT NULL,                  -- person_id, or 'operator'
    via VARCHAR NOT NULL CHECK (via IN ('page', 'terminal')),
    action VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('done', 'refused')),
    entitlement_id VARCHAR,
    subject VARCHAR,                         -- what the deed is about beside that: a person_id, a key's digest, a request …
    rules VARCHAR NOT NULL,                  -- JSON list: the ids of the rules that refused it
    details VARCHAR NOT NULL,                -- JSON object with texts
    snapshot INTEGER NOT NULL,               -- the state of the warehouse that it was decided on
    previous_hash VARCHAR NOT NULL,          -- of the row before it in the stream
    hash VARCHAR NOT NULL,
    PRIMARY KEY (stream_id, version)
);

-- Who is meant by a person_id.
CREATE TABLE ledger.identity (
    person_id VARCHAR NOT NULL PRIMARY KEY,
    email VARCHAR UNIQUE,                    -- lower case
    name VARCHAR
);

-- Other texts about people, by the id that deeds name: alternate e-mails, phones, descriptions.
CREATE TABLE ledger.private_text (
    text_id VARCHAR NOT NULL PRIMARY KEY,
    value VARCHAR
);

-- Letters that a deed sends, written with it.
CREATE TABLE ledger.message (
    message_id VARCHAR NOT NULL PRIMARY KEY,
    stream_id VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    address VARCHAR NOT NULL,                -- text_id of the e-mail address
    kind VARCHAR NOT NULL,                   -- the letter's words in the catalogs
    facts VARCHAR NOT NULL,                  -- JSON object that fills them
    language VARCHAR NOT NULL
);

INSERT INTO ledger.ledger_version VALUES (1);
