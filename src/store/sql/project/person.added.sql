INSERT INTO person (person, role, section, added) VALUES (:person, :role, :section, :sequence);
