INSERT INTO file (file, reference, post, person, opened) VALUES (:file, :reference, :post, :person, :time);
