UPDATE message SET state = 'withdrawn' WHERE channel = :channel AND direction = 1 AND number = :number;
UPDATE line SET tombstone = 1 WHERE channel = :channel AND direction = 1 AND sequence = :first;
