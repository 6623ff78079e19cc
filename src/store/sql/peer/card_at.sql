SELECT card, since, (SELECT min(n.since) FROM channel_card n WHERE n.channel = c.channel
    AND n.card_number > c.card_number AND n.since > 0) FROM channel_card c
    WHERE channel = :channel AND card_number = :card_number;
