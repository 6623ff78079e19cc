UPDATE channel SET restored = :sequence, day = 0 WHERE channel = :channel;
INSERT INTO alarm (sequence, channel, alarm, first, time)
    VALUES (:sequence, :channel, 'restored: leaves given back by the counterpart', :count, :time);
