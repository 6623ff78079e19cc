-- Word that is owed to a channel with a file; or, of one of our messages (:number), what ended with its release.
SELECT * FROM obligation WHERE obligation_kind = CASE :obligation_kind WHEN 'part' THEN 'announcement'
    WHEN 'permission asked' THEN 'query' ELSE :obligation_kind END
    AND obligation_kind IN ('correction', 'clearance', 'announcement', 'query')
    AND file = :file AND channel = :channel AND direction = 'in'
    AND CASE WHEN :number IS NULL THEN obligation_state = 'owed' ELSE obligation_state = 'done' AND ended =
        (SELECT m.released FROM message AS m WHERE m.channel = :channel AND m.direction = 1 AND m.number = :number) END
ORDER BY obligation;
