UPDATE channel SET card = :card, card_number = :card_number WHERE channel = :channel AND card_number < :card_number;
INSERT INTO channel_card (channel, card_number, card, since)
    VALUES (:channel, :card_number, :card, coalesce(:position + 1, 0))
    ON CONFLICT DO UPDATE SET since = excluded.since WHERE since = 0;
