SELECT card, desk_id FROM own_card ORDER BY card_number DESC LIMIT 1;
