-- The desk's own, those of each section that somebody works in, and what was given besides; held or not.
SELECT p.post, post.person, login, until FROM (
    SELECT column1 AS post FROM (VALUES ('desk/duty'), ('desk/supervisor'), ('desk/head'), ('desk/working group'), ('desk/principal'))
    UNION SELECT section || '/duty' FROM person WHERE section <> '' AND left_at IS NULL
    UNION SELECT section || '/supervisor' FROM person WHERE section <> '' AND left_at IS NULL
    UNION SELECT post FROM post) AS p
LEFT JOIN post ON post.post = p.post LEFT JOIN person ON person.person = post.person ORDER BY p.post;
