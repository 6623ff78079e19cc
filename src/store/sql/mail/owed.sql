-- About a message: what we owe with a file is about something that this desk numbered itself.
SELECT obligation, obligation_state = 'owed' FROM obligation
WHERE obligation_kind = :obligation_kind AND about = :about AND channel = :channel AND direction = :direction
    AND (direction = 'out' OR file IS NULL)
ORDER BY obligation DESC LIMIT 1;
