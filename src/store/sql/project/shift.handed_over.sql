INSERT INTO shift (sequence, post, person, actor, time, count) VALUES (:sequence, :post, :person, :actor, :time, :count);
-- The end that was set stays: who holds a post until then hands nobody, and not himself, more of it.
INSERT INTO post (post, person) VALUES (:post, :person)
    ON CONFLICT (post) DO UPDATE SET person = excluded.person, until = CASE WHEN until > :time THEN until END;
