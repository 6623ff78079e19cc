-- From the one that covers what comes after :first; they follow one another without overlapping.
SELECT event, first, last FROM receipt WHERE channel = :channel AND ours = 1 AND last > :first AND first <= :first + 512
    AND first >= coalesce((SELECT max(r.first) FROM receipt r WHERE r.channel = :channel AND r.ours = 1 AND r.first <= :first + 1), 0)
    ORDER BY first LIMIT 64;
