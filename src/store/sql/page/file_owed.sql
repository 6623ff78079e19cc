SELECT obligation AS owed, obligation_kind AS what, about, owner, owner_person, due, rung FROM obligation
WHERE file = :id AND obligation_state = 'owed' ORDER BY due, obligation;
