INSERT INTO rejected (channel, digest, verdict, sequence, first_time)
    VALUES (:channel, :digest, :verdict, :first, :time);
