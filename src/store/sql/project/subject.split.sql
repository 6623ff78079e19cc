UPDATE subject SET into_subject = NULL WHERE subject = :subject;
