SELECT (SELECT count(*) FROM blind), (SELECT count(*) FROM blind_subject);
