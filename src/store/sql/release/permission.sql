SELECT count(*) FROM permission WHERE entity = :entity AND about = :about AND way = :way;
