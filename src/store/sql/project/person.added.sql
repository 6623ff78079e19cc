INSERT INTO person (person, login, role, section, added)
    VALUES (:person, :login, :role, :section, :sequence);
