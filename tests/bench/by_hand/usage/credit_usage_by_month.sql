-- The cost of each month.
SELECT strftime(Date, '%Y-%m') AS month, 'USD' AS currency, sum(Cost) AS cost, count(*) AS usage_rows
FROM usage
WHERE Date <= $day
GROUP BY month
ORDER BY month;
