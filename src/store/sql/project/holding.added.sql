INSERT INTO holding (channel, kind, subject, sequence, actor, time)
    VALUES (:channel, :holding, :subject, :sequence, :actor, :time);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
