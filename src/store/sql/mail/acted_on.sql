SELECT (SELECT count(*) FROM tip AS t WHERE t.channel = :channel AND t.theirs = :reference AND t.file IS NOT NULL)
    + (SELECT count(*) FROM message AS m INDEXED BY message_about WHERE m.channel = :channel AND m.direction = 1 AND m.whose = 2
        AND m.about = :number AND m.kind = 35);
