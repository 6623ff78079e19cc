UPDATE obligation SET rung = :rung, told = :post, climbs = :climbs WHERE obligation = :obligation;
