SELECT confdeltype = 'c' AS lines_go_with_their_order
FROM pg_catalog.pg_constraint
WHERE conrelid = 'farm.order_lines'::regclass AND conname = 'order_lines_order_fkey';

SELECT confdeltype = 'r' AS customers_with_orders_stay
FROM pg_catalog.pg_constraint
WHERE conrelid = 'farm.orders'::regclass AND conname = 'orders_customer_fkey';

SELECT enum_range(NULL::farm.order_status)::text[] = ARRAY['placed', 'paid', 'packed', 'delivered', 'cancelled']
    AS an_order_goes_this_way;
