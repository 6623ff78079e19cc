SELECT * FROM subject WHERE subject = :subject;
