SELECT count(*) FROM owed WHERE channel = :channel AND ours = :ours AND end = 0;
