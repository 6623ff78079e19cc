SELECT card FROM own_card WHERE card_number = :card_number;
