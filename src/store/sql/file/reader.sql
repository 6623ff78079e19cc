SELECT EXISTS (SELECT 1 FROM kept_from WHERE file = :file AND person = :person),
    EXISTS (SELECT 1 FROM reader WHERE file = :file AND person = :person);
