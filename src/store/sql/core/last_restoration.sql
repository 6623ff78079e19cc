SELECT sequence, until, time FROM restoration ORDER BY sequence DESC LIMIT 1;
