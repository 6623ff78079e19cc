SELECT count(*) FROM blind WHERE tag = :tag AND posting = :posting;
