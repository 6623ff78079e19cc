UPDATE subject SET protection = :protection, origin = :origin WHERE subject = :subject;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
