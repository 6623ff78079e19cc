SELECT count(*) FROM person WHERE role = :role AND left_at IS NULL AND person <> :person;
