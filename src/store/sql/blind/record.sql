SELECT sealed FROM blind_record WHERE subject = :subject;
