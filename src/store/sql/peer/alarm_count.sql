SELECT count(*) FROM alarm WHERE channel = :channel AND time >= :since;
