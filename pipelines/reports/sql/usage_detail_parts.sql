-- Parts of the lines that state what was spent, in their order, each with about so many lines: from one place to another.
WITH chunk AS (
    SELECT load_id, file_no, source_line // $lines AS chunk, count(*) AS lines, min(source_line) AS lowest_line,
        max(source_line) AS highest_line
    FROM usage_row_chosen($as_of, $dataset, $partner, $subscription, $service, $resource_group, $currency, $month)
    GROUP BY load_id, file_no, chunk
),
placed AS (
    SELECT *, (sum(lines) OVER (ORDER BY load_id, file_no, chunk) - lines) // $lines AS part
    FROM chunk
)
SELECT
    min(line_place(load_id, file_no, lowest_line)) AS first_place,
    max(line_place(load_id, file_no, highest_line)) AS last_place,
    min(load_id) AS first_load,
    max(load_id) AS last_load,
    min(lowest_line) AS lowest_line,
    max(highest_line) AS highest_line
FROM placed
GROUP BY part
ORDER BY first_place;
