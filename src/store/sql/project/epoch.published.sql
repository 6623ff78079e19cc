INSERT INTO epoch (channel, kind, number, count, notice, sequence, actor, time)
    VALUES (:channel, :holding, :number, :count, :table_notice, :sequence, :actor, :time);
