SELECT count(*) FROM alarm WHERE channel = :channel AND alarm = 'a message without effect';
