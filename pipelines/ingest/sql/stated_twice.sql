-- The first day that this and an earlier statement of the load both state, with the names of both.
SELECT subscription_id, usage_on, arg_min(name, statement = {statement}) AS first_name,
    arg_max(name, statement = {statement}) AS second_name
FROM stated_day_of_{table}
GROUP BY {group}
HAVING count(*) > 1
ORDER BY usage_on, subscription_id
LIMIT 1;
