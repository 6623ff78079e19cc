SELECT t.kind, t.number, t.notice, t.taken FROM their_table AS t WHERE t.channel = :channel
    AND t.number = (SELECT max(n.number) FROM their_table AS n WHERE n.channel = t.channel AND n.kind = t.kind);
