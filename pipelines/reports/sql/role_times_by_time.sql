-- Each time that somebody had the same roles at a partner, as far as it lies in the days asked for.
SELECT
    told.partner_id AS partner_id,
    visible_partner.partner AS partner,
    told.name AS name,
    told.email AS email,
    array_to_string(told.roles, ';') AS roles,
    told.from_on AS from_on,
    told.until_on AS until_on,
    told.origin AS origin,
    told.begun_by AS begun_by,
    told.ended_by AS ended_by,
    told.given_by AS given_by
FROM visible_role_time AS told
LEFT JOIN visible_partner USING (partner_id)
WHERE chosen($partner, told.partner_id)
    AND ($from::VARCHAR[] IS NULL OR COALESCE(told.until_on >= list_min($from::DATE[]), TRUE))
    AND ($to::VARCHAR[] IS NULL OR told.from_on <= list_max($to::DATE[]))
ORDER BY told.partner_id, email, from_on, begun_by, origin;
