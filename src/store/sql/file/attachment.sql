SELECT sequence FROM attachment WHERE file = :file AND sequence = :sequence;
