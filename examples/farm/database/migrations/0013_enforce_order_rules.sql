-- Rules that the application kept so far. Each statement is on its own: the NOT VALID take their strong locks for a moment, and the
-- VALIDATE look at the old rows beside the running shop, under locks that let people read and write.
-- dbsafety: no-transaction

ALTER TABLE farm.orders ADD CONSTRAINT orders_delivered_after_placed
    CHECK (delivery_on >= (placed_at AT TIME ZONE 'UTC')::date) NOT VALID;
ALTER TABLE farm.order_lines ADD CONSTRAINT order_lines_lot_of_product_fkey
    FOREIGN KEY (lot_id, product_id) REFERENCES farm.lots (lot_id, product_id) DEFERRABLE NOT VALID;

ALTER TABLE farm.orders VALIDATE CONSTRAINT orders_delivered_after_placed;
ALTER TABLE farm.order_lines VALIDATE CONSTRAINT order_lines_lot_of_product_fkey;

COMMENT ON CONSTRAINT order_lines_lot_of_product_fkey ON farm.order_lines IS 'Apples cannot be taken from a lot of leeks.';
