-- What files say, held against what is stored of them now and what is shown as spent.

-- What is stored of each file, by day, and whether it counts as spent; what is only forecast is no cost. Rows are summed
-- before anything is joined to them: there may be millions.
CREATE VIEW memory.visible_stored_day AS
WITH stated AS (
    SELECT load_id, file_no, dataset, subscription_id, usage_on, currency, cost
    FROM usage
    UNION ALL
    SELECT load_id, file_no, dataset, subscription_id, usage_on, currency, cost
    FROM charge
    UNION ALL
    SELECT load_id, file_no, dataset, subscription_id, usage_on, currency, cost
    FROM cost_total
    WHERE forecast IS NULL OR cost <> 0
),
stored AS (
    SELECT load_id, file_no, dataset, subscription_id, usage_on, currency, sum(cost)::DECIMAL(38, 18) AS cost,
        count(*) AS usage_rows
    FROM stated
    GROUP BY ALL
),
told AS (
    SELECT DISTINCT dataset, subscription_id, usage_on, counts
    FROM spend_daily
)
SELECT stored.*, COALESCE(told.counts, FALSE) AS counts
FROM stored
LEFT JOIN subscription_owner AS owned USING (subscription_id)
LEFT JOIN told USING (dataset, subscription_id, usage_on)
WHERE in_scope(owned.partner_id) AND NOT sees_own_only();

-- What a file says of a subscription's month, what is stored of it now, and what of that is shown as spent on a day; one
-- row a file, dataset, subscription, month and currency.
--   control_total  as read from the file; null of a load that was made before months were kept
--   reasons        why the three are not the same:
--                  replaced        a later file states the same month of the same subscription and dataset
--                  held_earlier    an earlier file had stated the same, and the rows keep its name
--                  unexplained     rows are gone, and no other file has stated the month
--                  amortized       amortized cost never counts as spent
--                  another_counts  another dataset states the same days, and that one counts
--                  after_day       days after the one that the report is for
CREATE MACRO memory.visible_file_month(on_day) AS TABLE
WITH stored AS (
    SELECT load_id, file_no, dataset, subscription_id, strftime(usage_on, '%Y-%m') AS month, currency,
        sum(cost)::DECIMAL(38, 18) AS stored_total,
        COALESCE(sum(cost) FILTER (counts AND usage_on <= on_day), 0)::DECIMAL(38, 18) AS page_total,
        sum(usage_rows)::BIGINT AS usage_rows,
        bool_or(NOT counts) AS uncounted,
        bool_or(counts AND usage_on > on_day) AS later
    FROM visible_stored_day
    GROUP BY ALL
),
stated AS (
    SELECT load_id, file_no, dataset, subscription_id, month, currency, control_total
    FROM load_month
),
both_sides AS (
    SELECT load_id, file_no, dataset, subscription_id, month, currency, stated.control_total AS control_total,
        COALESCE(stored.stored_total, 0) AS stored_total, COALESCE(stored.page_total, 0) AS page_total,
        COALESCE(stored.usage_rows, 0) AS usage_rows, COALESCE(stored.uncounted, FALSE) AS uncounted,
        COALESCE(stored.later, FALSE) AS later
    FROM stated
    FULL JOIN stored USING (load_id, file_no, dataset, subscription_id, month, currency)
),
told AS (
    SELECT one.*,
        one.control_total <> one.stored_total AS differs,
        bool_or((other.load_id, other.file_no) > (one.load_id, one.file_no)) AS again,
        bool_or((other.load_id, other.file_no) < (one.load_id, one.file_no)) AS before
    FROM both_sides AS one
    LEFT JOIN stated AS other USING (dataset, subscription_id, month)
    GROUP BY ALL
)
SELECT load_id, file_no, dataset, subscription_id, month, currency, control_total, stored_total, page_total, usage_rows,
    list_filter([
        CASE WHEN differs AND again THEN 'replaced' END,
        CASE WHEN differs AND NOT again AND before THEN 'held_earlier' END,
        CASE WHEN differs AND NOT again AND NOT before THEN 'unexplained' END,
        CASE WHEN uncounted AND dataset = 'amortized' THEN 'amortized' END,
        CASE WHEN uncounted AND dataset <> 'amortized' THEN 'another_counts' END,
        CASE WHEN later THEN 'after_day' END
    ], lambda reason: reason IS NOT NULL) AS reasons
FROM told
SEMI JOIN visible_load_file USING (load_id, file_no);

-- What the vendor expects of each day of a subscription; for readers of its partner.
CREATE VIEW memory.visible_vendor_forecast AS
SELECT usage_on, subscription_id, owned.partner_id AS partner_id, currency, forecast
FROM cost_total
LEFT JOIN subscription_owner AS owned USING (subscription_id)
WHERE forecast IS NOT NULL AND in_scope(owned.partner_id) AND NOT sees_own_only();

-- What the vendor's statements say of its credits. The API lists commitments to spend among them, which are none.
CREATE VIEW memory.visible_vendor_credit AS
FROM vendor_credit
WHERE in_scope(partner_id) AND NOT sees_own_only() AND source <> 'ConsumptionCommitment';
