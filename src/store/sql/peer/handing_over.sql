SELECT count(*) FROM line l JOIN channel c ON c.channel = l.channel
    WHERE l.channel = :channel AND l.direction = 1 AND l.kind = :message_kind AND l.sequence > c.receipted;
