-- The last word of one person on each reminder.
SELECT email AS email, reminder AS reminder, handled AS handled, snoozed_until AS snoozed_until
FROM reminder_answered
WHERE email = $email
ORDER BY reminder
