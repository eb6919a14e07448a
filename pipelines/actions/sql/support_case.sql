-- What bears on one use of a technical benefit: always one row.
SELECT
    COALESCE((SELECT bool_or(product = held.product AND list_contains(areas, $area)) FROM support WHERE offer = held.offer), TRUE)
        AS served,
    $kind = 'incident' AND COALESCE((SELECT needs_ids FROM support_area WHERE area = $area), FALSE) AS needs_ids,
    $kind <> 'presales' OR NOT presales_unlimited(held.offer) AS deducts,
    EXISTS (FROM support_now WHERE entitlement_id = $about AND reference = $reference) AS reference_known,
    COALESCE((
        SELECT sum(hours)
        FROM request_now
        WHERE entitlement_id = $about AND kind = 'advisory_hours'
            AND (state = 'waiting' OR outcome = 'accepted')
            AND (phase IN ('design', 'app_development') OR NOT presales_unlimited(held.offer))
            AND request_no NOT IN (SELECT reference FROM support_now WHERE entitlement_id = $about)
    ), 0)::DECIMAL(18, 2) AS reserved
FROM (SELECT $about AS entitlement_id) AS asked
LEFT JOIN visible_entitlement AS held USING (entitlement_id);
