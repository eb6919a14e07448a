-- What the rules judge of what belongs to no partner: the policy whose numbers hold there.
SELECT 'app' AS partner_id, 'mpn-2020-10' AS policy;
