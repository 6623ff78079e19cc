SELECT post, post.person, login, until FROM post LEFT JOIN person ON person.person = post.person ORDER BY post;
