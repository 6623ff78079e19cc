SELECT role, section FROM person WHERE person = :person AND left IS NULL;
