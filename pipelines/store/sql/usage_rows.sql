-- The rows that amounts spent are made of, each with the file and line that it came from.

-- One row a line of a file that states cost, with the partner of its subscription.
--   counts   whether its dataset is the one that counts as spent for the subscription and day, as in spend_daily
CREATE VIEW memory.visible_usage_row AS
WITH stated AS (
    SELECT dataset, subscription_id, subscription, usage_on, '' AS resource_group, service, resource AS meter, quantity, cost,
        currency, NULL::BOOLEAN AS credit_eligible, load_id, file_no, source_line
    FROM usage
    UNION ALL
    SELECT dataset, subscription_id, subscription, usage_on, resource_group, service, resource, quantity, cost,
        currency, credit_eligible, load_id, file_no, source_line
    FROM charge
    UNION ALL
    SELECT dataset, subscription_id, '', usage_on, '', '', '', NULL, cost,
        currency, NULL, load_id, file_no, source_line
    FROM cost_total
    WHERE forecast IS NULL OR cost <> 0
),
told AS (
    SELECT DISTINCT dataset, subscription_id, usage_on, counts
    FROM spend_daily
)
SELECT stated.*, owned.partner_id AS partner_id, COALESCE(told.counts, FALSE) AS counts
FROM stated
LEFT JOIN subscription_owner AS owned USING (subscription_id)
LEFT JOIN told USING (dataset, subscription_id, usage_on)
WHERE in_scope(owned.partner_id) AND NOT sees_own_only();

-- The place of a line among all lines of all files, in the order of the loads.
CREATE MACRO memory.line_place(load_id, file_no, source_line) AS
    ((load_id::HUGEINT * 1000000 + file_no) * 1000000000000 + source_line)::DECIMAL(38, 0);

-- Such rows up to a day, as far as a report's filters choose them. A dataset that is asked for is shown instead of what
-- counts, never with it.
CREATE MACRO memory.usage_row_chosen(on_day, datasets, partners, subscriptions, services, groups, currencies, months) AS TABLE
FROM visible_usage_row
WHERE usage_on <= on_day
    AND CASE WHEN datasets IS NULL THEN counts ELSE chosen(datasets, dataset) END
    AND chosen(partners, partner_id)
    AND chosen(subscriptions, subscription_id)
    AND chosen(services, service)
    AND chosen(groups, resource_group)
    AND chosen(currencies, currency)
    AND chosen(months, strftime(usage_on, '%Y-%m'));
