DELETE FROM blind_record WHERE subject = :subject;
