SELECT ours, kind, since, latest, pauses, resumes, shift, end, ended, ground, disputed, useful FROM owed
    WHERE channel = :channel;
