-- What a file says of each subscription and month in each currency, as read and before anything is placed.
INSERT INTO load_month
SELECT {load_id} AS load_id, file_no, dataset AS dataset, subscription_id AS subscription_id,
    strftime(usage_on, '%Y-%m') AS month, currency AS currency, sum({amount})::DECIMAL(38, 18) AS control_total,
    count(*) AS usage_rows
FROM staged
GROUP BY ALL;
