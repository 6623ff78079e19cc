INSERT INTO match_proof (channel, digest, message, kind, epoch, subject, time)
    VALUES (:channel, :digest, :about, :holding, :number, :subject, :time);
