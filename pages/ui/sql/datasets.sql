-- Who says what was spent, of what the reader sees.
SELECT DISTINCT dataset AS dataset
FROM visible_spend_daily
ORDER BY dataset
