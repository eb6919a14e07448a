-- How many people are Global admin, at whichever partner.
SELECT count(*) AS global_admins
FROM person_now
WHERE list_contains(roles, 'global_admin')
