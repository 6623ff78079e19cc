SELECT role, section FROM person WHERE person = :person AND left_at IS NULL;
