INSERT INTO epoch (channel, number, count, sequence, actor, time) VALUES (:channel, :number, :count, :sequence, :actor, :time);
