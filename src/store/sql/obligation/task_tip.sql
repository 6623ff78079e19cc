SELECT obligation FROM obligation WHERE (obligation_kind = 'tip' OR (obligation_kind = 'outcome' AND direction = 'in')) AND about = :tip AND obligation_state = 'owed'
    AND (section = :section OR owner_person = :person OR owner LIKE :section || '/%'
        OR owner IN (SELECT p.post FROM post AS p WHERE p.person = :person AND (p.until IS NULL OR p.until > :now))) LIMIT 1;
