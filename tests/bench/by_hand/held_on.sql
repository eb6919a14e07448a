-- What is held on a day, of the rows of the files alone: the part of what the reports know that these rows ask for.
CREATE MACRO held_on(on_day) AS TABLE
WITH dated AS (
    SELECT held.*, products.family AS family, products.name AS product_name, products.unit AS unit,
        partners.legal_name AS partner, COALESCE(held.currency, partners.currency) AS paid_in,
        catalogue_offers.name AS offer_name, offers.starts_on AS membership_starts_on, offers.fee AS fee,
        (offers.starts_on + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE AS membership_ends_on,
        CASE WHEN held.offer = 'action-pack-2023' THEN (membership_ends_on + INTERVAL 30 DAY)::DATE END AS grace_ends_on,
        COALESCE(held.assigned, 0) > 0 OR COALESCE(held.used, 0) > 0 AS in_use
    FROM entitlement AS held
    JOIN partners USING (partner_id)
    JOIN offers ON offers.partner_id = held.partner_id AND offers.offer = held.offer
    JOIN catalogue_offers ON catalogue_offers.offer = held.offer
    JOIN products ON products.product = held.product
)
SELECT * EXCLUDE (assigned, used, currency),
    paid_in AS currency,
    COALESCE(assigned, 0) AS assigned,
    COALESCE(used, 0) AS used,
    GREATEST(quantity - CASE WHEN family = 'technical' THEN COALESCE(used, 0)
        ELSE GREATEST(COALESCE(assigned, 0), COALESCE(used, 0)) END, 0) AS idle,
    quantity * unit_value AS value_held,
    LEAST(COALESCE(used, 0), quantity) * unit_value AS value_used,
    idle * unit_value AS value_idle,
    LEAST(CASE WHEN NOT in_use OR activate_by >= on_day THEN activate_by END, use_until,
        COALESCE(grace_ends_on, membership_ends_on)) AS lapses_on
FROM dated
WHERE use_until >= on_day AND COALESCE(grace_ends_on, membership_ends_on) >= on_day
    AND (in_use OR activate_by >= on_day);
