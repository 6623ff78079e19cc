SELECT cut_number, time, event FROM cut WHERE channel = :channel AND ours = :ours ORDER BY cut_number DESC LIMIT 1;
