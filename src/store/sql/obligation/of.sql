SELECT * FROM obligation WHERE obligation_kind = :obligation_kind AND about = :about AND obligation_state = 'owed'
    AND (:section IS NULL OR section = :section) ORDER BY obligation LIMIT 1;
