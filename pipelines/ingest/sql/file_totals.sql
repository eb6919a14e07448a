-- What each part of one export says in each currency.
SELECT file_no, currency, sum({amount})::DECIMAL(38, 18) AS total
FROM staged
GROUP BY file_no, currency
ORDER BY file_no, currency;
