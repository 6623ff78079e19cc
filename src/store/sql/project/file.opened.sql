INSERT INTO file (file, reference, theirs, file_state, subject, section, owner, holder, channel, tip, opened, decided, review, sequence)
VALUES (:file, :reference, :theirs, 'open', :subject, :section, :owner, :holder, :channel, :tip, :time, :time, :review, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
