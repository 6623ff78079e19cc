SELECT person, login, role, section, added, left_at FROM person ORDER BY person;
