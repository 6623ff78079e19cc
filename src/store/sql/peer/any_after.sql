-- Whether a message waits that is not under way: numbered after :sequence, or released and not numbered.
SELECT EXISTS (SELECT 1 FROM line WHERE channel = :channel AND direction = 1 AND sequence > :sequence)
    OR EXISTS (SELECT 1 FROM message INDEXED BY message_waiting WHERE channel = :channel AND state = 'queued');
