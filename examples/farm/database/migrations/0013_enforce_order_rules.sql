-- Rules that the application kept so far. On a larger shop the two VALIDATE would be a migration of their own: there they
-- look at the old rows under a lock which lets people read and write; here, under the locks of the statements before them.

ALTER TABLE farm.orders ADD CONSTRAINT orders_delivered_after_placed
    CHECK (delivery_on >= (placed_at AT TIME ZONE 'UTC')::date) NOT VALID;
ALTER TABLE farm.order_lines ADD CONSTRAINT order_lines_lot_of_product_fkey
    FOREIGN KEY (lot_id, product_id) REFERENCES farm.lots (lot_id, product_id) DEFERRABLE NOT VALID;

-- dbsafety: allow LK12 because 100,000 orders are looked at in a fraction of a second
ALTER TABLE farm.orders VALIDATE CONSTRAINT orders_delivered_after_placed;
-- dbsafety: allow LK12 because 300,000 lines are looked up in half a second
ALTER TABLE farm.order_lines VALIDATE CONSTRAINT order_lines_lot_of_product_fkey;

COMMENT ON CONSTRAINT order_lines_lot_of_product_fkey ON farm.order_lines IS 'Apples cannot be taken from a lot of leeks.';
