SELECT person FROM person WHERE login = :key;
