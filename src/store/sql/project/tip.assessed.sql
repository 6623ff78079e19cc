UPDATE tip SET offence = :offence, political = :political, mistreatment = :mistreatment, ground = :ground WHERE tip = :tip;
