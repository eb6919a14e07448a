-- The partner that a benefit, a credit without one or a request belongs to, or the partner itself.
SELECT partner_id AS partner_id
FROM membership_benefit
WHERE entitlement_id = $id
UNION
SELECT partner_id AS partner_id
FROM credit_grant_told
WHERE 'credit:' || subscription_id || ':' || starts_on = $id
UNION
SELECT partner_id AS partner_id
FROM request_now
WHERE request_no = $id
UNION
SELECT partner_id AS partner_id
FROM partner
WHERE partner_id = $id
ORDER BY partner_id;
