-- How many files of each format were loaded.
SELECT format AS format, count(*) AS files
FROM load_file
GROUP BY format
ORDER BY format;
