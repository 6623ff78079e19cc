SELECT * FROM obligation WHERE obligation_kind = :obligation_kind AND obligation_kind IN ('correction', 'clearance')
    AND file = :file AND channel = :channel AND direction = 'in' AND obligation_state = 'owed' ORDER BY obligation;
