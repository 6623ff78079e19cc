SELECT * FROM assessment ORDER BY channel;
