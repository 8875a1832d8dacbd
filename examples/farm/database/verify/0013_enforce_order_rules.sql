SELECT count(*) = 2 AS the_rules_hold_for_old_rows_too
FROM pg_catalog.pg_constraint
WHERE convalidated
  AND (conrelid, conname) IN (('farm.orders'::regclass, 'orders_delivered_after_placed'),
                              ('farm.order_lines'::regclass, 'order_lines_lot_of_product_fkey'));
