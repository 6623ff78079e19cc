SELECT count(*) FROM opening WHERE sequence >= :from;
