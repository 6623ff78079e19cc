SELECT obligation FROM obligation WHERE obligation_kind = 'tip' AND about = :tip AND obligation_state = 'owed'
    AND (section = :section OR owner_person = :person OR owner LIKE :section || '/%') LIMIT 1;
