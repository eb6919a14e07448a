-- The memberships that files state and that were bought, in the layout of the template, so that they can be loaded again.
SELECT
    partner_id AS partner_id,
    offer AS offer,
    level AS level,
    policy AS policy,
    purchased_on AS purchased_on,
    starts_on AS starts_on,
    anniversary_on AS anniversary_on,
    ends_on AS ends_on,
    grace_ends_on AS grace_ends_on,
    fee AS fee,
    currency AS currency
FROM visible_offer_held
WHERE chosen($partner, partner_id) AND chosen($offer, offer)
ORDER BY partner_id, offer, starts_on;
