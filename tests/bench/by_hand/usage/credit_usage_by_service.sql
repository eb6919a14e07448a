-- The cost of each service.
SELECT ServiceName AS service, 'USD' AS currency, sum(Cost) AS cost, count(*) AS usage_rows
FROM usage
WHERE Date <= $day
GROUP BY service
ORDER BY cost DESC, service;
