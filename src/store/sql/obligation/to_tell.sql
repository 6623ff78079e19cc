SELECT * FROM obligation WHERE obligation_kind = CASE :obligation_kind WHEN 'part' THEN 'announcement' ELSE :obligation_kind END
    AND obligation_kind IN ('correction', 'clearance', 'announcement')
    AND file = :file AND channel = :channel AND direction = 'in' AND obligation_state = 'owed' ORDER BY obligation;
