DELETE FROM blind_subject WHERE subject = :subject;
