-- How many letters there are, by state.
SELECT message_state AS state, count(*) AS letters
FROM message_now
GROUP BY message_state
ORDER BY message_state;
