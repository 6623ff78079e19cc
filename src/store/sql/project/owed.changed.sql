UPDATE owed SET latest = :due, due = :until, pauses = :pauses, resumes = :resumes, shift = :shift,
    end = coalesce(:end, 0), ended = :ended, ground = :ground, disputed = coalesce(:disputed, 0),
    useful = coalesce(:useful, 0) WHERE channel = :channel AND ours = :ours AND number = :number;
