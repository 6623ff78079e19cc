INSERT INTO question_taken (channel, message, kind, epoch, keys, refusal, digest, time)
    VALUES (:channel, :about, :holding, :number, :question_keys, :refusal, :digest, coalesce(:since, :time));
