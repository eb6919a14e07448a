-- What the rules judge of a partner: its portal, how far its account is, who leads it, what it holds.
WITH running AS (
    SELECT count(*) AS memberships, max_by(policy, starts_on) AS policy
    FROM membership_term
    WHERE partner_id = $partner AND starts_on <= $on_day AND COALESCE(grace_ends_on, ends_on) >= $on_day
)
SELECT
    partner.partner_id AS partner_id,
    partner.partner AS partner,
    partner.portal AS portal,
    COALESCE(running.policy, 'mpn-2020-10') AS policy,
    running.memberships AS memberships_running,
    COALESCE((SELECT list(step ORDER BY step) FROM onboarding_step WHERE partner_id = $partner), []) AS steps_done,
    COALESCE(contact_now.verified_on IS NOT NULL, FALSE) AS contact_verified,
    contact_now.token IS NOT NULL AND contact_now.verified_on IS NULL AS verification_open,
    contact_now.sent_on AS verification_sent_on,
    (
        SELECT count(*) FROM person_enabled WHERE partner_id = $partner AND list_contains(roles, 'global_admin')
    ) AS global_admins
FROM partner
CROSS JOIN running
LEFT JOIN contact_now USING (partner_id)
WHERE partner.partner_id = $partner;
