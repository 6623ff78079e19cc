INSERT INTO consultation (sequence, entity, about, purpose, obligation, actor, time) VALUES (:sequence, :entity, :about, :purpose, :obligation, :actor, :time);
