UPDATE channel SET card = :card, card_number = :card_number WHERE channel = :channel;
INSERT INTO channel_card (channel, card_number, card) VALUES (:channel, :card_number, :card);
