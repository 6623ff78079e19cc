UPDATE channel SET told = :told_code, told_since = :since WHERE channel = :channel;
