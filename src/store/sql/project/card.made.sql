INSERT INTO own_card (card_number, card, desk_id) VALUES (:card_number, :card, :desk_id);
