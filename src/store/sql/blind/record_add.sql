INSERT INTO blind_record (subject, sealed) VALUES (:subject, :sealed);
