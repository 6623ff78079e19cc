UPDATE file SET owner = :owner, section = :section, holder = :holder WHERE file = :file;
UPDATE watch SET owner = :owner WHERE file = :file AND watch_state IN ('active', 'undecided at its end');
UPDATE obligation SET owner = :owner, section = :section, owner_person = NULL
WHERE file = :file AND obligation_state = 'owed' AND rung = 'owner' AND obligation_kind <> 'notice' AND owner LIKE '%/duty';
