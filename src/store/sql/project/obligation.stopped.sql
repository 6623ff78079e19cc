UPDATE obligation SET stopped = :time WHERE obligation = :obligation;
