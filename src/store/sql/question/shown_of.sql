-- Whom the match proof of a request of theirs named.
SELECT subject FROM match_proof WHERE channel = :channel AND message = :number;
