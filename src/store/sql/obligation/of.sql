-- By us, about what this desk numbers; a notice about a message is known by its channel.
SELECT * FROM obligation WHERE obligation_kind = :obligation_kind AND about = :about AND obligation_state = 'owed'
    AND direction = 'in' AND (obligation_kind <> 'notice' OR channel IS NULL)
    AND (:section IS NULL OR section = :section) ORDER BY obligation LIMIT 1;
