UPDATE obligation SET rung = :rung, told = :post, climbs = :climbs, paged = NULL WHERE obligation = :obligation;
