-- Every kilogram that comes or goes is one row. The table grows for ever, so it is partitioned by month; the default
-- partition takes what falls outside the months that exist (scripts/add_movement_month.sql makes another one).

CREATE TYPE farm.movement_kind AS ENUM ('receipt', 'sale', 'return', 'waste', 'correction');

CREATE SEQUENCE farm.stock_movement_numbers AS bigint CACHE 32;

CREATE TABLE farm.stock_movements (
    movement_id bigint NOT NULL DEFAULT nextval('farm.stock_movement_numbers'),
    moved_on    date NOT NULL,
    lot_id      bigint NOT NULL,
    order_id    bigint,
    kind        farm.movement_kind NOT NULL,
    quantity    numeric(12, 3) NOT NULL,
    reason      text,
    CONSTRAINT stock_movements_pkey PRIMARY KEY (movement_id, moved_on),
    CONSTRAINT stock_movements_lot_fkey FOREIGN KEY (lot_id) REFERENCES farm.lots (lot_id),
    CONSTRAINT stock_movements_order_fkey FOREIGN KEY (order_id) REFERENCES farm.orders (order_id) ON DELETE SET NULL,
    CONSTRAINT stock_movements_direction CHECK (
        CASE kind
            WHEN 'receipt' THEN quantity > 0
            WHEN 'return' THEN quantity > 0
            WHEN 'sale' THEN quantity < 0
            WHEN 'waste' THEN quantity < 0
            ELSE quantity <> 0
        END),
    CONSTRAINT stock_movements_correction_has_reason CHECK (kind <> 'correction' OR reason IS NOT NULL)
) PARTITION BY RANGE (moved_on);
COMMENT ON TABLE farm.stock_movements IS 'The ledger of the store room: rows are added, not changed.';

ALTER SEQUENCE farm.stock_movement_numbers OWNED BY farm.stock_movements.movement_id;

CREATE TABLE farm.stock_movements_2025_01 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE farm.stock_movements_2025_02 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE farm.stock_movements_2025_03 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
CREATE TABLE farm.stock_movements_2025_04 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-04-01') TO ('2025-05-01');
CREATE TABLE farm.stock_movements_2025_05 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-05-01') TO ('2025-06-01');
CREATE TABLE farm.stock_movements_2025_06 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-06-01') TO ('2025-07-01');
CREATE TABLE farm.stock_movements_2025_07 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-07-01') TO ('2025-08-01');
CREATE TABLE farm.stock_movements_2025_08 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-08-01') TO ('2025-09-01');
CREATE TABLE farm.stock_movements_2025_09 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-09-01') TO ('2025-10-01');
CREATE TABLE farm.stock_movements_2025_10 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-10-01') TO ('2025-11-01');
CREATE TABLE farm.stock_movements_2025_11 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-11-01') TO ('2025-12-01');
CREATE TABLE farm.stock_movements_2025_12 PARTITION OF farm.stock_movements
    FOR VALUES FROM ('2025-12-01') TO ('2026-01-01');
CREATE TABLE farm.stock_movements_other PARTITION OF farm.stock_movements DEFAULT;

CREATE INDEX stock_movements_lot ON farm.stock_movements (lot_id, moved_on);
CREATE INDEX stock_movements_order ON farm.stock_movements (order_id) WHERE order_id IS NOT NULL;

-- One statement moves the stock of all its rows at once: a row trigger would update the same lot again and again.
CREATE FUNCTION farm.apply_movements() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE farm.lots AS lot
    SET quantity_on_hand = lot.quantity_on_hand + change.quantity,
        quantity_received = lot.quantity_received + change.received
    FROM (SELECT lot_id,
                 CASE TG_OP WHEN 'DELETE' THEN -sum(quantity) ELSE sum(quantity) END AS quantity,
                 CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END
                     * coalesce(sum(quantity) FILTER (WHERE kind = 'receipt'), 0) AS received
          FROM moved
          GROUP BY lot_id) AS change
    WHERE lot.lot_id = change.lot_id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION farm.apply_movements() IS 'Keeps farm.lots equal to the sum of its movements.';

CREATE TRIGGER stock_movements_added
    AFTER INSERT ON farm.stock_movements
    REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT
    EXECUTE FUNCTION farm.apply_movements();

CREATE TRIGGER stock_movements_removed
    AFTER DELETE ON farm.stock_movements
    REFERENCING OLD TABLE AS moved
    FOR EACH STATEMENT
    EXECUTE FUNCTION farm.apply_movements();

CREATE PROCEDURE farm.write_off_expired_lots(as_of date)
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO farm.stock_movements (moved_on, lot_id, kind, quantity, reason)
    SELECT as_of, lot_id, 'waste', -quantity_on_hand, 'past best before'
    FROM farm.lots
    WHERE status = 'available' AND best_before < as_of AND quantity_on_hand > 0
    ORDER BY lot_id;

    UPDATE farm.lots
    SET status = 'spoiled'
    WHERE status = 'available' AND best_before < as_of;
END;
$$;
COMMENT ON PROCEDURE farm.write_off_expired_lots(date) IS 'The nightly job of the store room.';
