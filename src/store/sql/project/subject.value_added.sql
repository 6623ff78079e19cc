INSERT INTO value (sequence, subject, property, language, reliability, credibility, channel, actor, time)
VALUES (:sequence, :subject, :property, :language, :reliability, :credibility, :channel, :actor, :time);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
