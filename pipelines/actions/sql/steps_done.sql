-- The steps that a partner has done.
SELECT step AS step
FROM onboarding_step
WHERE partner_id = $partner
ORDER BY step;
