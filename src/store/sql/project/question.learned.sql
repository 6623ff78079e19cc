UPDATE question SET state = :question_state, matches = :count, request = :number, refusal = :refusal, learned = :time WHERE question = :question;
