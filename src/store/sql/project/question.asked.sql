INSERT INTO question (question, channel, kind, epoch, keys, message, file, sequence, actor, time, state)
    VALUES (:question, :channel, :holding, :number, :question_keys, :about, :file, :sequence, :actor, :time, 'asked');
