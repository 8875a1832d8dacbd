CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, email text);
CREATE TABLE orders (
    id bigint PRIMARY KEY, customer_id bigint NOT NULL, note text, code varchar(10), amount numeric(8,2), placed timestamptz, qty integer, ref uuid,
    CONSTRAINT orders_qty_check CHECK (qty > 0)
);
CREATE INDEX orders_note_idx ON orders (note);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint NOT NULL, CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id));
CREATE INDEX lines_order_id_idx ON lines (order_id);
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id;
CREATE UNIQUE INDEX totals_idx ON totals (customer_id);
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN plain_text AS text;
CREATE FUNCTION noise() RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION nothing();
INSERT INTO customers SELECT g, 'c' || g, 'c' || g || '@example' FROM generate_series(1, 20) g;
INSERT INTO orders SELECT g, g % 20 + 1, 'n' || g, 'x' || g, g, now(), g, gen_random_uuid() FROM generate_series(1, 100) g;
INSERT INTO lines SELECT g, g FROM generate_series(1, 100) g;
INSERT INTO events VALUES (1, '2024-05-05', 'a');
REFRESH MATERIALIZED VIEW totals;
