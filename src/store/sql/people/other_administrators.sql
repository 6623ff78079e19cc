SELECT count(*) FROM person WHERE role = 'administrator' AND left_at IS NULL AND person <> :person;
