INSERT INTO query (query, section, subject, purpose, count, actor, time)
VALUES (:query, :section, :subject, :purpose, :count, :actor, :time);
