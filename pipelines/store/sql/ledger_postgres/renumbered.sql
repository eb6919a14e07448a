-- Numbers all rows anew where the database was brought here from another server, by a dump: transactions are counted from the
-- start there, and what is new could not be told. Whoever has a copy reads it anew.
DO $$
DECLARE
    told TEXT;
    here TEXT := (SELECT system_identifier FROM pg_control_system())
        || '/' || (SELECT oid FROM pg_database WHERE datname = current_database());
BEGIN
    UPDATE ledger.epoch SET epoch = epoch + 1, numbered_by = here WHERE numbered_by <> here;
    IF FOUND THEN
        FOR told IN
            SELECT table_name FROM information_schema.columns WHERE table_schema = 'ledger' AND column_name = 'written'
        LOOP
            EXECUTE format('UPDATE ledger.%I SET written = DEFAULT', told);
        END LOOP;
    END IF;
END
$$
