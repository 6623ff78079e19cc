INSERT INTO post (post, person, until) VALUES (:post, :person, :until)
    ON CONFLICT (post) DO UPDATE SET person = excluded.person, until = excluded.until;
