ALTER TABLE farm.order_lines DROP CONSTRAINT order_lines_lot_of_product_fkey;
ALTER TABLE farm.orders DROP CONSTRAINT orders_delivered_after_placed;
