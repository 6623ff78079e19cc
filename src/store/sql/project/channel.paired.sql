INSERT INTO channel (channel, counterpart, desk_id, channel_id, card, card_number, paired, restored)
    VALUES (:channel, :counterpart, :desk_id, :channel_id, :card, :card_number, :time,
            CASE WHEN EXISTS (SELECT 1 FROM restoration WHERE until = 0) THEN 0 ELSE :sequence END);
INSERT INTO channel_card (channel, card_number, card) VALUES (:channel, :card_number, :card);
