-- The last word of each person on each reminder.
SELECT email AS email, reminder AS reminder, handled AS handled, snoozed_until AS snoozed_until
FROM reminder_answered
ORDER BY email, reminder;
