SELECT day, day_taken, day_refused, day_threats, day_bytes FROM channel WHERE channel = :channel;
