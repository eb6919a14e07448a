-- What partners bought by deed: memberships with their dates, and the benefits the catalogue says come with them.

-- Every recorded purchase, renewal and upgrade. Its dates were worked out when it was recorded, by the policy of that day.
--   follows_on   the first day that the term answers for: for a renewal the anniversary of the term before
--   from_offer   what was held before an upgrade
CREATE VIEW memory.purchase AS
SELECT
    stream_id AS partner_id,
    subject AS offer,
    details ->> 'level' AS level,
    details ->> 'policy' AS policy,
    (details ->> 'purchased_on')::DATE AS purchased_on,
    (details ->> 'starts_on')::DATE AS starts_on,
    (details ->> 'follows_on')::DATE AS follows_on,
    (details ->> 'anniversary_on')::DATE AS anniversary_on,
    (details ->> 'ends_on')::DATE AS ends_on,
    (details ->> 'grace_ends_on')::DATE AS grace_ends_on,
    (details ->> 'activate_by')::DATE AS activate_by,
    (details ->> 'fee')::DECIMAL(18, 2) AS fee,
    details ->> 'currency' AS currency,
    details ->> 'order_number' AS order_number,
    details ->> 'from_offer' AS from_offer
FROM deed
WHERE outcome = 'done' AND action IN ('record_purchase', 'renew_membership', 'upgrade_membership');

-- The bought terms that no file states: one that begins inside the term confirms it and takes its place.
CREATE VIEW memory.purchased_offer AS
SELECT partner_id, offer, level, policy, purchased_on, starts_on, anniversary_on, ends_on, grace_ends_on, fee, currency,
    order_number
FROM purchase AS bought
WHERE NOT EXISTS (
    FROM offer_held AS filed
    WHERE filed.partner_id = bought.partner_id AND filed.offer = bought.offer
        AND filed.starts_on BETWEEN bought.follows_on AND bought.ends_on
);

-- The benefits of bought terms that no file states. A file's benefit is of the term if it begins inside it; one without
-- a beginning, if it can be had to the term's end or has no end.
CREATE VIEW memory.purchased_entitlement AS
SELECT
    concat_ws(':', bought.partner_id, bought.offer, given.product, given.benefit_type, bought.starts_on) AS entitlement_id,
    bought.partner_id AS partner_id,
    bought.offer AS offer,
    given.product AS product,
    given.benefit_type AS benefit_type,
    given.quantity AS quantity,
    product.unit AS unit,
    bought.purchased_on AS purchased_on,
    bought.starts_on AS starts_on,
    bought.activate_by AS activate_by,
    bought.grace_ends_on AS use_until
FROM purchase AS bought
JOIN offer_product AS given ON given.offer = bought.offer
JOIN product ON product.product = given.product
WHERE NOT EXISTS (
    FROM entitlement AS filed
    WHERE filed.partner_id = bought.partner_id AND filed.offer = bought.offer
        AND filed.product = given.product AND filed.benefit_type = given.benefit_type
        AND CASE
            WHEN COALESCE(filed.starts_on, filed.purchased_on) IS NULL
                THEN COALESCE(filed.activate_by, filed.use_until, bought.ends_on) >= bought.ends_on
            ELSE COALESCE(filed.starts_on, filed.purchased_on) BETWEEN bought.follows_on AND bought.ends_on
        END
);

-- Every term of a membership and every benefit under one: what the files state, and what was bought and no file states yet.
CREATE VIEW memory.membership_term AS
FROM offer_held UNION ALL BY NAME FROM purchased_offer;

CREATE VIEW memory.membership_benefit AS
FROM entitlement UNION ALL BY NAME FROM purchased_entitlement;
