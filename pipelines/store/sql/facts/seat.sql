-- The seats at a partner that somebody has, by the vendor's export or by deed, and those of the export that were taken from
-- somebody or are given later.
SELECT
    product AS product,
    email AS email,
    told_for AS told_for,
    by_deed AS by_deed,
    in_file AS in_file,
    held AS held,
    assigned_on AS assigned_on,
    activated_on AS activated_on
FROM seat_told($on_day)
WHERE partner_id = $partner AND family = 'visual_studio' AND email IS NOT NULL AND (held OR in_file)
ORDER BY product, email, seat_id;
