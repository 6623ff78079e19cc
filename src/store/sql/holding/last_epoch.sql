SELECT max(number) FROM epoch WHERE channel = :channel AND kind = :holding;
