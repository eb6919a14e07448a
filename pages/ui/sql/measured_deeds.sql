-- How many rows the ledger has, by action and outcome.
SELECT action AS action, outcome AS outcome, count(*) AS deeds
FROM deed
GROUP BY action, outcome
ORDER BY action, outcome;
