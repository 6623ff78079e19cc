UPDATE obligation SET paged = :time WHERE obligation = :obligation;
