SELECT person, login, role, section, added, left_at FROM person WHERE login = :login;
