-- The cost of each subscription.
SELECT grants.partner_id AS partner_id, usage.SubscriptionGuid AS subscription_id,
    any_value(usage.SubscriptionName) AS subscription, sum(usage.Cost) AS cost, count(*) AS usage_rows
FROM usage
LEFT JOIN (SELECT DISTINCT subscription_id, partner_id FROM credit_grants) AS grants
    ON grants.subscription_id = usage.SubscriptionGuid
WHERE usage.Date <= $day
GROUP BY grants.partner_id, usage.SubscriptionGuid
ORDER BY cost DESC, subscription_id;
