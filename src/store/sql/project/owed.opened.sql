INSERT INTO owed (channel, ours, number, kind, since, latest, due)
    VALUES (:channel, :ours, :number, :message_kind, :since, :due, :due);
