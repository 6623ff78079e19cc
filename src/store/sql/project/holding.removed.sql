DELETE FROM holding WHERE channel = :channel AND kind = :holding
    AND subject IN (SELECT s.subject FROM subject AS s WHERE coalesce(s.into_subject, s.subject) = :subject);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
