INSERT INTO channel (channel, counterpart, desk_id, channel_id, card, card_number, paired)
    VALUES (:channel, :counterpart, :desk_id, :channel_id, :card, :card_number, :time);
INSERT INTO channel_card (channel, card_number, card) VALUES (:channel, :card_number, :card);
