-- The question after whose answer a message of ours was drafted: its number is one of those kept behind it.
SELECT question, sequence FROM question WHERE channel = :channel AND message < :number AND :number <= message + 8;
