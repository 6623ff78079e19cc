INSERT INTO shift (sequence, post, person, actor, time, count) VALUES (:sequence, :post, :person, :actor, :time, :count);
INSERT INTO post (post, person) VALUES (:post, :person) ON CONFLICT (post) DO UPDATE SET person = excluded.person, until = NULL;
