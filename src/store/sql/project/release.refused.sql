INSERT INTO refusal (sequence, rule, message, about, channel, way, actor, time)
VALUES (:sequence, :rule, :message, :about, :channel, :way, :actor, :time);
