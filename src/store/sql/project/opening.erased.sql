INSERT INTO erasure (erased, erased_field, ground, sequence)
    VALUES (:erased, :erased_field, :ground, :sequence);
