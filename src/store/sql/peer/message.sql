SELECT kind, urgent, state, person, file, whose, about, due, content, queued, released, sequence, at, receipted,
    verdict, taken_up FROM message WHERE channel = :channel AND direction = :direction AND number = :number;
