-- Whether a deed links a subscription to a credit.
SELECT count(*) > 0 AS linked
FROM subscription_link
WHERE partner_id = $partner AND entitlement_id = $about AND subscription_id = $subscription_id;
