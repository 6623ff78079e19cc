SELECT 1 FROM alarm WHERE channel = :channel AND alarm = :alarm AND time > :since LIMIT 1;
