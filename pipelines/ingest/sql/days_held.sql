-- Whether the warehouse holds anything of a day that the file states.
SELECT EXISTS (
    SELECT 1
    FROM {table}_daily
    SEMI JOIN staged USING (dataset, subscription_id, usage_on)
) AS held;
