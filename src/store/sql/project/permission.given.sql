INSERT INTO permission (sequence, channel, entity, about, way, time) VALUES (:sequence, :channel, :entity, :about, :way, :time);
