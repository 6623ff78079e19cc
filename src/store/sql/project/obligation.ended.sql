UPDATE obligation SET obligation_state = :obligation_state, ended = :time WHERE obligation = :obligation;
