SELECT card, card_number FROM own_card ORDER BY card_number;
