UPDATE tip SET tip_state = 'taken up', file = :file WHERE tip = :tip;
