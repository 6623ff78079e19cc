SELECT number, kind, since, latest, due, pauses, resumes, shift, end, coalesce(ended, 0), coalesce(ground, ''),
    disputed, useful FROM owed WHERE channel = :channel AND ours = :ours AND number > :number ORDER BY number LIMIT 1;
