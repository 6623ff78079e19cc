SELECT login FROM person WHERE person = :person;
