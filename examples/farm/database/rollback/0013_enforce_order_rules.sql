-- IF EXISTS, since it also takes back a migration that was cut off between its statements.
ALTER TABLE farm.order_lines DROP CONSTRAINT IF EXISTS order_lines_lot_of_product_fkey;
ALTER TABLE farm.orders DROP CONSTRAINT IF EXISTS orders_delivered_after_placed;
