INSERT INTO message (channel, direction, number, kind, urgent, state, person, file, subject, sighting, whose, about, due, content, queued)
    VALUES (:channel, 1, :number, :message_kind, :urgent, 'held', :person, :file, :subject, :sighting, :whose, :about, :due,
            :sequence - 1, :time);
UPDATE channel SET numbered = max(numbered, :number) WHERE channel = :channel;
UPDATE question_taken SET answered = 1 WHERE :message_kind = 42 AND channel = :channel AND message = :about;
