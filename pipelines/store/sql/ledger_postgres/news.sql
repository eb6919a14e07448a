-- What was committed since a state of PostgreSQL was seen: the rows of each table as a JSON list, null where they are too many to
-- be told so; with the state and the epoch that they belong to. Transactions do not end in the order of their numbers, so a row is
-- new if the older state hides it.
-- A function keeps its plan, which takes five times as long to make as to run; it is to use the index on `written` also while the
-- tables are small. It is made with the tables: whoever changes it adds a step to LEDGER_MIGRATIONS.
CREATE OR REPLACE FUNCTION ledger.news(seen pg_snapshot) RETURNS TABLE (epoch BIGINT, state TEXT, news TEXT)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY
    WITH written AS (
        SELECT 'deed' AS name, row_to_json(deed) AS told, deed.written AS by FROM ledger.deed
        UNION ALL
        SELECT 'identity', row_to_json(identity), identity.written FROM ledger.identity
        UNION ALL
        SELECT 'private_text', row_to_json(private_text), private_text.written FROM ledger.private_text
        UNION ALL
        SELECT 'message', row_to_json(message), message.written FROM ledger.message
        UNION ALL
        SELECT 'delivery', row_to_json(delivery), delivery.written FROM ledger.delivery
    ),

    new AS (
        SELECT written.name AS name, written.told AS told
        FROM written
        WHERE written.by >= pg_snapshot_xmin(seen) AND NOT pg_visible_in_snapshot(written.by, seen)
        LIMIT 10001
    ),

    by_table AS (SELECT new.name AS name, json_agg(new.told)::TEXT AS told FROM new GROUP BY new.name)

    SELECT
        (SELECT known.epoch FROM ledger.epoch AS known) AS epoch,
        pg_current_snapshot()::TEXT AS state,
        CASE
            WHEN (SELECT count(*) FROM new) <= 10000
            THEN (SELECT COALESCE(json_object_agg(by_table.name, by_table.told), '{}')::TEXT FROM by_table)
        END AS news;
END
$$;
