SELECT keys FROM blind_subject WHERE subject = :subject;
