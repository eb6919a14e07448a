-- Where the product of a benefit is downloaded for an operating system; nothing where it is no download.
SELECT link AS link
FROM visible_download
WHERE partner_id = $partner AND entitlement_id = $entitlement AND os = $os
ORDER BY link;
