SELECT max(person) FROM person;
