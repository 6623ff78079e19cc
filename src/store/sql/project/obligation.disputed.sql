UPDATE obligation SET disputed = :time WHERE obligation = :obligation;
