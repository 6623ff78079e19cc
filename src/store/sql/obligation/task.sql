SELECT obligation FROM obligation WHERE file = :file AND obligation_state = 'owed' AND obligation_kind NOT IN ('review', coalesce(:less, ''))
    AND (section = :section OR owner_person = :person OR owner LIKE :section || '/%'
        OR owner IN (SELECT p.post FROM post AS p WHERE p.person = :person AND (p.until IS NULL OR p.until > :now))) ORDER BY due LIMIT 1;
