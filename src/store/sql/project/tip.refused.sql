UPDATE tip SET tip_state = 'refused', ground = :ground WHERE tip = :tip;
