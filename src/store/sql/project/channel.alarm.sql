INSERT INTO alarm (sequence, channel, alarm, first, time) VALUES (:sequence, :channel, :alarm, :first, :time);
