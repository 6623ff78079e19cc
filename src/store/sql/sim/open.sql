SELECT number, kind, pauses > resumes FROM owed WHERE channel = :channel AND ours = :ours AND end = 0
    ORDER BY number LIMIT 1 OFFSET :skip;
