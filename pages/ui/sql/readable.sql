-- Whether files and deeds can be read: one row where there is any.
SELECT 'file' AS kind FROM load
UNION ALL
SELECT 'deed' AS kind FROM deed
LIMIT 1
