SELECT obligation FROM obligation WHERE file = :file AND obligation_state = 'owed' AND obligation_kind NOT IN ('review', coalesce(:less, ''))
    AND (section = :section OR owner_person = :person OR owner LIKE :section || '/%'
        OR EXISTS (SELECT 1 FROM post AS p WHERE p.post = obligation.owner AND p.person = :person AND (p.until IS NULL OR p.until > :now))) ORDER BY due LIMIT 1;
