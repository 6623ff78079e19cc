SELECT count(*) FROM refusal;
