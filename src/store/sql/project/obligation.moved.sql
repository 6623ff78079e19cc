UPDATE obligation SET owner = :owner, owner_person = :owner_person WHERE obligation = :obligation;
