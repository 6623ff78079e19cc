SELECT count(*) FROM distinct_subjects WHERE subject = min(:subject, :other_subject) AND other_subject = max(:subject, :other_subject);
