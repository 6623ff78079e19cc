UPDATE flag SET doors = doors + 1 WHERE flag = :flag;
INSERT INTO door (flag, section, sequence) VALUES (:flag, :section, :sequence);
