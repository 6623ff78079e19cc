SELECT sequence FROM epoch WHERE channel = :channel AND number = :number;
