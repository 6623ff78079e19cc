SELECT * FROM obligation WHERE obligation_state = 'owed' AND (:owner IS NULL OR owner = :owner OR told = :owner)
    AND (:person IS NULL OR owner_person = :person OR owner IN (SELECT p.post FROM post AS p WHERE p.person = :person)
        OR told IN (SELECT p.post FROM post AS p WHERE p.person = :person))
    AND (:horizon IS NULL OR due <= :horizon)
ORDER BY due, obligation;
