UPDATE channel SET card = :card, card_number = :card_number WHERE channel = :channel;
INSERT INTO channel_card (channel, card_number, card, since)
    VALUES (:channel, :card_number, :card, coalesce(:position + 1, 0));
