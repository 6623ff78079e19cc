INSERT INTO consultation (sequence, entity, about, purpose, way, actor, time) VALUES (:sequence, :entity, :about, :purpose, :way, :actor, :time);
UPDATE permission SET used = :sequence WHERE sequence = :permission;
