-- The counterpart does not have what answered it: it is owed as before. After an extension (13) its due time is that
-- before it; after a clarification (12) the clock of the reply stands again.
UPDATE obligation SET obligation_state = 'owed', ended = NULL, rung = 'owner', told = NULL, paged = NULL,
        due = CASE :message_kind WHEN 13 THEN coalesce(due_before, due) ELSE due END,
        climbs = CASE :message_kind WHEN 13 THEN coalesce(due_before, due) ELSE due END,
        stopped = CASE WHEN :message_kind = 12 AND obligation_kind = 'reply' THEN :time END
    WHERE obligation = :obligation;
UPDATE request SET request_state = CASE :message_kind WHEN 12 THEN 'clarification asked' ELSE 'open' END, ended = NULL,
        due = (SELECT o.due FROM obligation AS o WHERE o.obligation = :obligation),
        stopped = CASE :message_kind WHEN 12 THEN :time END
    WHERE obligation = :obligation;
UPDATE handover SET handover_state = 'offered' WHERE obligation = :obligation;
