SELECT 1 FROM alarm WHERE channel = :channel AND alarm = :alarm AND first = :first LIMIT 1;
