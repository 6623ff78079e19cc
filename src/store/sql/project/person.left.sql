UPDATE person SET left_at = :time WHERE person = :person;
UPDATE post SET person = NULL, until = NULL WHERE person = :person;
