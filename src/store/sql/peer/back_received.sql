SELECT event, position, verdict FROM line WHERE channel = :channel AND direction = 2 AND sequence = :first;
