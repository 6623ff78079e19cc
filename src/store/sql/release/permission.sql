SELECT min(sequence) FROM permission
    WHERE channel = :channel AND entity = :entity AND about = :about AND way = :way AND used IS NULL;
