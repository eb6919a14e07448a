-- Which letters one person chose, and their language; no row where nothing was chosen.
SELECT letters AS letters, language AS language
FROM reminder_choice
WHERE email = $email
