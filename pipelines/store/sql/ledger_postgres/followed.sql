-- Lets whoever keeps a copy of the ledger ask PostgreSQL for what was written since: the transaction that wrote each row, and an
-- epoch that is raised where rows were changed. Run after each change of the tables; what is there already stays.

CREATE TABLE IF NOT EXISTS ledger.epoch (
    epoch BIGINT NOT NULL,
    numbered_by TEXT NOT NULL                -- the server and database whose transactions `written` counts
);
INSERT INTO ledger.epoch SELECT 1, '' WHERE NOT EXISTS (SELECT 1 FROM ledger.epoch);

DO $$
DECLARE
    told TEXT;
BEGIN
    FOR told IN
        SELECT table_name
        FROM information_schema.tables
        WHERE table_schema = 'ledger' AND table_name NOT IN ('epoch', 'ledger_version')
    LOOP
        EXECUTE format(
            'ALTER TABLE ledger.%I ADD COLUMN IF NOT EXISTS written xid8 NOT NULL DEFAULT pg_current_xact_id()', told
        );
        EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON ledger.%I (written)', told || '_written', told);
    END LOOP;
END
$$;
