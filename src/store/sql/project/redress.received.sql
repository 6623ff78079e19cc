INSERT INTO redress (redress, subject, channel, redress_state, due, obligation, time, sequence)
VALUES (:redress, :subject, :channel, 'received', :due, :obligation, :time, :sequence);
