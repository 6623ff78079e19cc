SELECT DISTINCT channel FROM (SELECT channel FROM release WHERE file = :file UNION SELECT channel FROM file WHERE file = :file
    UNION SELECT channel FROM tip WHERE file = :file) WHERE channel IS NOT NULL ORDER BY channel;
