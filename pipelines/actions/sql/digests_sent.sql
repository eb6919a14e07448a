-- What the last digest of each person listed.
SELECT email AS email, arg_max(listed, on_day) AS listed
FROM reminder_sent
WHERE listed IS NOT NULL
GROUP BY email
ORDER BY email;
