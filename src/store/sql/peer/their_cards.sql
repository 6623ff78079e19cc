SELECT card, card_number, since FROM channel_card WHERE channel = :channel ORDER BY card_number;
