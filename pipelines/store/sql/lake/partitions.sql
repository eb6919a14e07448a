-- Files of rows that grow with every load hold the subscriptions of one bucket and one month each: a load of a month
-- writes beside what is there, and a question about a subscription or a month opens few of them. Eight buckets keep a
-- file of a partner with 10,000,000 rows a month above 100 MB. All other tables are read whole.
ALTER TABLE usage SET PARTITIONED BY (bucket(8, subscription_id), year(usage_on), month(usage_on));
ALTER TABLE charge SET PARTITIONED BY (bucket(8, subscription_id), year(usage_on), month(usage_on));
