SELECT channel FROM channel WHERE counterpart = :key;
