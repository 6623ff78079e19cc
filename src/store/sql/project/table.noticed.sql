INSERT INTO their_table (channel, kind, number, notice) VALUES (:channel, :holding, :number, :table_notice);
