INSERT INTO message (channel, direction, number, kind, urgent, state, person, file, subject, sighting, whose, about, due, content, queued)
    VALUES (:channel, 1, :number, :message_kind, :urgent, 'held', :person, :file, :subject, :sighting, :whose, :about, :due,
            :sequence - 1, :time);
-- A private question (41) keeps the eight numbers behind it for the requests that may come of it.
UPDATE channel SET numbered = max(numbered, :number + CASE :message_kind WHEN 41 THEN 8 ELSE 0 END) WHERE channel = :channel;
UPDATE question_taken SET answered = 1 WHERE :message_kind = 42 AND channel = :channel AND message = :about;
