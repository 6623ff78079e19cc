SELECT count(*), sum(state = 'receipted'), sum(state = 'refused'), sum(state = 'withdrawn') FROM message
    WHERE channel = :channel AND direction = 1;
