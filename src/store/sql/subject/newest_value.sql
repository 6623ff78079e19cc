SELECT max(sequence) FROM value;
