SELECT 1 FROM rejected WHERE channel = :channel AND digest = :digest AND verdict = :verdict;
