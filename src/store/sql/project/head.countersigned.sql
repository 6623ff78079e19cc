UPDATE channel SET countersigned = max(countersigned, :size) WHERE channel = :channel;
INSERT OR REPLACE INTO head (channel, size, line) VALUES (:channel, :size, :signature_line);
