SELECT obligation FROM obligation WHERE file = :file AND obligation_state = 'owed' AND obligation_kind NOT IN ('review', coalesce(:less, ''))
    AND (section = :section OR owner_person = :person OR owner LIKE :section || '/%') ORDER BY due LIMIT 1;
