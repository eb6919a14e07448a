-- Resource groups of which a day that is stated anew would hold nothing any more; '' is for charges of none.
SELECT DISTINCT usage_on, subscription_id, resource_group
FROM stored_row
ANTI JOIN file_row USING ({group}, resource_group)
ORDER BY usage_on, subscription_id, resource_group;
