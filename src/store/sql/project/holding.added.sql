INSERT INTO holding (channel, subject, sequence, actor, time) VALUES (:channel, :subject, :sequence, :actor, :time);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
