-- Who knows of a file: whose it was, who told us, who was told. "Neither confirmed nor denied", "nothing held" and
-- a refusal tell of nothing, so nothing is owed for them that would.
SELECT DISTINCT channel FROM (SELECT channel FROM release WHERE file = :file
        AND message NOT IN ('neither confirmed nor denied', 'nothing held', 'refused', 'withdrawn')
    UNION SELECT channel FROM file WHERE file = :file
    UNION SELECT channel FROM tip WHERE file = :file) WHERE channel IS NOT NULL ORDER BY channel;
