SELECT coalesce(max(sequence), 0), coalesce((SELECT time FROM event WHERE sequence = (SELECT max(sequence) FROM event)), 0) FROM event;
