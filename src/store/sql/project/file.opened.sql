INSERT INTO file (file, reference, theirs, file_state, subject, section, owner, holder, channel, tip, opened, decided, review, sequence)
VALUES (:file, :reference, :theirs, 'open', :subject, :section, :owner, :holder, :channel, :tip, :time, :time, :review, :sequence);
