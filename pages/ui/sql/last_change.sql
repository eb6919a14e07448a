-- When what a reader sees changed last: with a load, or with a deed at one of the reader's partners. No row for never.
SELECT changed_at AS changed_at
FROM (
    SELECT loaded_at AS changed_at FROM load
    UNION ALL
    SELECT done_at AS changed_at FROM visible_deed WHERE outcome = 'done' AND partner_id <> 'app'
) AS change
ORDER BY changed_at DESC
LIMIT 1
