DELETE FROM blind WHERE tag = :tag AND posting = :posting;
