SELECT verdict FROM rejected WHERE channel = :channel ORDER BY first_time DESC, verdict DESC LIMIT 1;
