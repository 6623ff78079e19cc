INSERT INTO handover (handover, direction, channel, file, owner, handover_state, due, obligation, theirs, time, sequence)
VALUES (:handover, :direction, :channel, :file, :owner, 'offered', :due, :obligation, :theirs, :time, :sequence);
