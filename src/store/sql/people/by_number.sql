SELECT person, login, role, section, added, left_at FROM person WHERE person = :person;
