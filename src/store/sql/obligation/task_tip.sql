SELECT obligation FROM obligation WHERE (obligation_kind = 'tip' OR (obligation_kind = 'outcome' AND direction = 'in')) AND about = :tip AND obligation_state = 'owed'
    AND (section = :section OR owner_person = :person OR owner LIKE :section || '/%'
        OR EXISTS (SELECT 1 FROM post AS p WHERE p.post = obligation.owner AND p.person = :person AND (p.until IS NULL OR p.until > :now))) LIMIT 1;
