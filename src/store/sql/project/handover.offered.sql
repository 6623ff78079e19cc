INSERT INTO handover (handover, direction, channel, file, owner, handover_state, due, obligation, theirs, time, sequence)
VALUES (:handover, :direction, :channel, :file, :owner, 'offered', :due, :obligation, :theirs, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
