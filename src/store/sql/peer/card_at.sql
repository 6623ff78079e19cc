SELECT card FROM channel_card WHERE channel = :channel AND card_number = :card_number;
