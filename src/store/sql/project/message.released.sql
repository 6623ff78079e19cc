UPDATE message SET state = 'queued', released = :time WHERE channel = :channel AND direction = 1 AND number = :number;
