INSERT OR REPLACE INTO cut (channel, ours, cut_number, time, event)
    VALUES (:channel, :ours, :cut_number, :time, :sequence);
UPDATE channel SET cut = max(cut, :cut_number), cut_time = :time WHERE channel = :channel;
