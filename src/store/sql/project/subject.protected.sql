UPDATE subject SET protection = :protection, origin = :origin
WHERE subject = :subject OR subject = (SELECT m.into_subject FROM subject AS m WHERE m.subject = :subject);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
