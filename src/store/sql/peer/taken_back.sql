-- Whether a number of ours after :sequence stands for a message that was taken back or held again.
SELECT EXISTS (SELECT 1 FROM line WHERE channel = :channel AND direction = 1 AND sequence > :sequence AND tombstone);
