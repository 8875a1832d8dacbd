SELECT indisunique AND indexprs IS NOT NULL AS mailboxes_are_unique
FROM pg_catalog.pg_index
WHERE indexrelid = 'farm.customers_one_per_mailbox'::regclass;

SELECT confdeltype = 'c' AS addresses_go_with_their_customer
FROM pg_catalog.pg_constraint
WHERE conrelid = 'farm.delivery_addresses'::regclass AND conname = 'delivery_addresses_customer_fkey';
