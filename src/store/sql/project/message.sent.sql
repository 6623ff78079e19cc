INSERT INTO line (channel, direction, sequence, number, kind, digest, position, event, at)
    VALUES (:ledger, 1, :header_sequence, :header_message, :header_kind, :header_digest, :header_position,
            :sequence, :header_sent);
-- What a counterpart gives back after a loss has the days that its header proves.
UPDATE message SET state = 'sent', receipted = NULL, verdict = NULL, sequence = :header_sequence,
        queued = :header_written, at = :header_sent
    WHERE channel = :ledger AND direction = 1 AND number = :header_message;
UPDATE channel SET sent = :header_sequence, sent_head = :header_digest WHERE channel = :ledger;
