-- Counterparts whose table is in force here.
SELECT DISTINCT channel FROM their_table WHERE kind = :holding AND taken IS NOT NULL ORDER BY channel;
