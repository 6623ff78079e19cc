SELECT count(*) FROM match_proof WHERE channel = :channel AND digest = :digest;
