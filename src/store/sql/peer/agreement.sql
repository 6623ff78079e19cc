SELECT agreement FROM agreement WHERE channel = :channel AND digest = :digest;
