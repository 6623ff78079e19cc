UPDATE their_table SET taken = :time WHERE channel = :channel AND kind = :holding AND number = :number;
