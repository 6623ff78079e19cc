SELECT alarm FROM alarm WHERE channel = :channel AND alarm IN ('statistics differ', 'receipt unproven',
    'receipt for what was never sent', 'fork', 'receipt forged', 'agreement forged', 'level forged', 'card refused') LIMIT 1;
