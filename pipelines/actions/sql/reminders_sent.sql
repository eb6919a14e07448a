-- Each reminder that a person was sent, as reminder@step.
SELECT DISTINCT email AS email, unnest(told) AS told
FROM reminder_sent
ORDER BY email, told;
