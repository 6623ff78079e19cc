INSERT INTO blind_subject (subject, keys) VALUES (:subject, :keys);
