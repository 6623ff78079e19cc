UPDATE request SET due = :due WHERE request = :request;
