UPDATE person SET role = :role, section = :section WHERE person = :person;
