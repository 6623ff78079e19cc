INSERT INTO line (channel, direction, sequence, number, kind, digest, position, event, at)
    VALUES (:ledger, 2, :header_sequence, :header_message, :header_kind, :header_digest, :header_position,
            :sequence, :time);
INSERT INTO message (channel, direction, number, kind, urgent, state, whose, about, due, content, queued, sequence, at)
    VALUES (:ledger, 2, :header_message, :header_kind, :header_urgent, 'received', :header_whose, :header_about,
            :header_due, :sequence, :header_written, :header_sequence, :time)
    ON CONFLICT (channel, direction, number) DO UPDATE SET state = 'received', content = excluded.content,
        sequence = excluded.sequence, at = excluded.at, verdict = NULL WHERE verdict > 0;
UPDATE channel SET received = :header_sequence, received_head = :header_digest,
    day_taken = CASE day WHEN :time / 86400000 THEN day_taken ELSE 0 END + 1,
    day_refused = CASE day WHEN :time / 86400000 THEN day_refused ELSE 0 END,
    day_threats = CASE day WHEN :time / 86400000 THEN day_threats ELSE 0 END + (:header_kind = 29),
    day_bytes = CASE day WHEN :time / 86400000 THEN day_bytes ELSE 0 END,
    day = :time / 86400000 WHERE channel = :ledger;
UPDATE message SET taken_up = :time
    WHERE :header_kind = 35 AND :header_whose = 2 AND channel = :ledger AND direction = 1 AND number = :header_about;
