UPDATE subject SET subject_role = :subject_role WHERE subject = :subject;
