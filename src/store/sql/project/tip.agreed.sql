UPDATE tip SET overseer_agreed = 1 WHERE tip = :tip;
