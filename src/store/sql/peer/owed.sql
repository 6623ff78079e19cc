SELECT kind, since, latest, pauses, resumes, shift, end, ended, ground, disputed, useful FROM owed
    WHERE channel = :channel AND ours = :ours AND number = :number;
