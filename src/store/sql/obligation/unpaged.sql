SELECT obligation, coalesce(told, owner), obligation_kind, due FROM obligation
WHERE obligation_state = 'owed' AND direction = 'in' AND urgency <> 'normal' AND paged IS NULL AND stopped IS NULL
ORDER BY due, obligation LIMIT 32;
