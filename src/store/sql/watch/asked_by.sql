SELECT min(subject) FROM watch WHERE channel = :channel AND watch_state IN ('active', 'undecided at its end')
    AND subject > :subject;
