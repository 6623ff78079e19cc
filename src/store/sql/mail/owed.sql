SELECT obligation, obligation_state = 'owed' FROM obligation
WHERE obligation_kind = :obligation_kind AND about = :about AND channel = :channel AND direction = :direction
ORDER BY obligation DESC LIMIT 1;
