SELECT obligation FROM obligation WHERE file = :file AND obligation_state = 'owed' AND obligation_kind <> 'review'
    AND (section = :section OR owner_person = :person) ORDER BY due LIMIT 1;
