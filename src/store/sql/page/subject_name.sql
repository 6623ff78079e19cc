SELECT min(sequence) FROM value WHERE subject = :id AND property = 'name';
