SELECT * FROM assessment WHERE channel = :channel;
