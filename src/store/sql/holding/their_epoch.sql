SELECT notice FROM their_table WHERE channel = :channel AND kind = :holding AND number = :number;
