SELECT count(*) FROM obligation WHERE obligation_state = 'owed' AND (owner = '' OR section = '' OR due <= 0);
