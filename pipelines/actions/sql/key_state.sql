-- One key of a benefit: what it brings, whether it was seen and redeemed, and whether its replacement was asked for.
SELECT
    key.seats AS seats,
    key.months AS months,
    key.revealed_on AS revealed_on,
    key.redeemed_on AS redeemed_on,
    key.redeemed_mode AS redeemed_mode,
    CASE WHEN request.state = 'withdrawn' THEN NULL ELSE key.replacement_no END AS replacement_no
FROM key_now AS key
LEFT JOIN request_now AS request ON request.request_no = key.replacement_no
WHERE key.partner_id = $partner AND key.entitlement_id = $entitlement AND key.digest = $digest;
