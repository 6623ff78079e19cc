UPDATE channel SET cosigned = :size, cosigned_root = :root, cosigned_note = :checkpoint_note WHERE channel = :channel;
