-- The first and the last day that a file states, and how many of its quantities are negative.
SELECT min(usage_on) AS first_on, max(usage_on) AS last_on, count(*) FILTER (quantity < 0) AS negative
FROM staged;
