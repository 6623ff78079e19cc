DELETE FROM blind_subject;
