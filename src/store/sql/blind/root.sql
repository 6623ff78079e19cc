SELECT coalesce(into_subject, subject) FROM subject WHERE subject = :subject;
