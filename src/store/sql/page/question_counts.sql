-- Private questions both ways, a counterpart a row: what this desk asked, what it was asked.
SELECT c.channel AS desk,
    (SELECT count(*) FROM question AS q WHERE q.channel = c.channel) AS we_asked,
    (SELECT coalesce(sum(q.keys), 0) FROM question AS q WHERE q.channel = c.channel) AS keys,
    (SELECT count(*) FROM question AS q WHERE q.channel = c.channel AND q.state = 'private match') AS matched,
    (SELECT count(*) FROM question AS q WHERE q.channel = c.channel AND q.state = 'refused') AS refused_by_them,
    (SELECT count(*) FROM refusal AS r WHERE r.channel = c.channel AND r.rule = 'budget') AS refused_to_officers,
    (SELECT count(*) FROM question_taken AS t WHERE t.channel = c.channel) AS they_asked,
    (SELECT coalesce(sum(t.keys), 0) FROM question_taken AS t WHERE t.channel = c.channel) AS their_keys,
    (SELECT count(*) FROM question_taken AS t WHERE t.channel = c.channel AND t.refusal <> 0) AS refused_by_us,
    (SELECT count(*) FROM match_proof AS p WHERE p.channel = c.channel) AS matches_shown
FROM channel AS c ORDER BY c.channel;
