SELECT min(coalesce(released, queued)), max(urgent), count(*),
    min(CASE urgent WHEN 1 THEN coalesce(released, queued) END) FROM message INDEXED BY message_open
    WHERE channel = :channel AND direction = 1 AND state IN ('queued', 'sent');
