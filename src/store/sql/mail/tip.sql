SELECT tip, section, file FROM tip WHERE channel = :channel AND theirs = :reference ORDER BY tip DESC LIMIT 1;
