SELECT file FROM file WHERE reference = :reference;
