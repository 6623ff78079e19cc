SELECT * FROM obligation WHERE obligation_kind = CASE :obligation_kind WHEN 'part' THEN 'announcement'
    WHEN 'permission asked' THEN 'query' ELSE :obligation_kind END
    AND obligation_kind IN ('correction', 'clearance', 'announcement', 'query')
    AND file = :file AND channel = :channel AND direction = 'in' AND obligation_state = 'owed' ORDER BY obligation;
