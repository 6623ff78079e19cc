SELECT channel FROM channel WHERE channel > :after ORDER BY channel LIMIT 1;
