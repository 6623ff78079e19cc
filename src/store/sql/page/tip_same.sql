SELECT 'same person as file ' || d.file || ', held by ' || f.section AS proposed, d.duplicate AS decide_same,
    d.duplicate_state AS state, d.evidence
FROM duplicate AS d JOIN file AS f ON f.file = d.file WHERE d.tip = :id ORDER BY d.duplicate;
