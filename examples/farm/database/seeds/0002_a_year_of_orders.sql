-- The year 2025: 2,000 customers, 2,120 lots, 100,000 orders and the stock movements that belong to them.
-- Nothing in here is random: numbers are scrambled by arithmetic, so every load gives the same shop.

CREATE OR REPLACE FUNCTION pg_temp.scramble(x bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT ((((x # (x >> 15)) * 1597334677) % 4294967296) >> 8) / 16777216.0::double precision
$$;

-- A number from 0 to just below 1 for each n; another stream gives other numbers for the same n.
CREATE OR REPLACE FUNCTION pg_temp.spread(n bigint, stream integer) RETURNS double precision
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT pg_temp.scramble(((n * 16 + stream) * 2654435761) % 4294967296)
$$;

INSERT INTO farm.customers (name, email, preferences, tags, created_at, updated_at)
SELECT first_name || ' ' || last_name,
       lower(first_name || '.' || last_name) || '.' || n || '@mail.example',
       CASE WHEN n % 3 = 0 THEN jsonb_build_object('newsletter', n % 2 = 0, 'box', 'green') ELSE '{}' END,
       CASE WHEN n % 10 = 0 THEN ARRAY['member'] WHEN n % 77 = 0 THEN ARRAY['member', 'restaurant'] ELSE ARRAY[]::text[] END,
       timestamptz '2024-01-01 08:00:00+00' + n * interval '4 hours',
       timestamptz '2024-01-01 08:00:00+00' + n * interval '4 hours'
FROM (SELECT n,
             (ARRAY['Anna', 'Ben', 'Clara', 'David', 'Elif', 'Finn', 'Greta', 'Hannes', 'Ida', 'Jonas', 'Katja', 'Leo', 'Mia',
                    'Noah', 'Olga', 'Paul', 'Rosa', 'Samir', 'Tilda', 'Uwe'])[1 + floor(20 * pg_temp.spread(n, 1))::integer] AS first_name,
             (ARRAY['Adler', 'Becker', 'Conrad', 'Diehl', 'Engel', 'Fischer', 'Graf', 'Hahn', 'Iwanow', 'Jung', 'Klein',
                    'Lang', 'Maier', 'Nowak', 'Otto', 'Pohl', 'Roth', 'Sauer', 'Thoma', 'Vogt'])[1 + floor(20 * pg_temp.spread(n, 2))::integer] AS last_name
      FROM generate_series(1, 2000) AS n) AS person
ORDER BY n;

INSERT INTO farm.delivery_addresses (customer_id, label, street, postal_code, city)
SELECT customer_id, 'home',
       (ARRAY['Lindenweg', 'Hauptstraße', 'Am Bach', 'Mühlgasse', 'Kirchplatz'])[1 + customer_id % 5] || ' ' || 1 + customer_id % 97,
       (79100 + customer_id % 40)::text,
       (ARRAY['Altenried', 'Bergheim', 'Moosbach', 'Neuwiesen'])[1 + customer_id % 4]
FROM farm.customers;

-- Every product comes in once a week. A lot's number is therefore week * 40 + product.
INSERT INTO farm.lots (product_id, harvested_on, best_before, status)
SELECT product.product_id, week.monday,
       week.monday + CASE product.category_id
                         WHEN 11 THEN 10 WHEN 12 THEN 90 WHEN 13 THEN 14 WHEN 20 THEN 60 WHEN 30 THEN 21 WHEN 40 THEN 365 ELSE 8
                     END,
       'available'
FROM (SELECT n, date '2024-12-30' + 7 * n AS monday FROM generate_series(0, 52) AS n) AS week
CROSS JOIN farm.products AS product
ORDER BY week.n, product.product_id;

INSERT INTO farm.orders (customer_id, placed_at, delivery_on, status)
SELECT customer_id, placed_at, (placed_at AT TIME ZONE 'UTC')::date + 1 + (n % 3)::integer,
       CASE
           WHEN n > 99000 THEN (ARRAY['placed', 'paid', 'packed', 'delivered'])[1 + n % 4]
           WHEN pg_temp.spread(n, 3) < 0.02 THEN 'cancelled'
           ELSE 'delivered'
       END::farm.order_status
FROM (SELECT n,
             -- The square: some people come every week, others once a year.
             1001 + floor(2000 * power(pg_temp.spread(n, 4), 2))::bigint AS customer_id,
             timestamptz '2025-01-01 05:00:00+00' + make_interval(secs => n * 315 + floor(300 * pg_temp.spread(n, 5))) AS placed_at
      FROM generate_series(1::bigint, 100000) AS n) AS sale
ORDER BY n;

ANALYZE farm.lots, farm.orders;

-- MATERIALIZED keeps the few price tags on one side of a hash join, whatever the planner thinks of generate_series.
WITH line AS MATERIALIZED (
    SELECT sale.order_id, sale.placed_at, k AS line_no,
           -- Steps of 11 in a circle of 40: no product twice in an order.
           1 + (floor(40 * power(pg_temp.spread(sale.order_id, 7), 1.5))::bigint + 11 * k) % 40 AS product_id,
           pg_temp.spread(sale.order_id, 8 + k) AS amount
    FROM farm.orders AS sale
    CROSS JOIN LATERAL generate_series(1, 1 + floor(4 * power(pg_temp.spread(sale.order_id, 6), 2))::integer) AS k
), price_tag AS MATERIALIZED (
    SELECT product.product_id, product.unit, price.unit_price, price.valid_during
    FROM farm.products AS product
    JOIN farm.price_history AS price USING (product_id)
)
INSERT INTO farm.order_lines (order_id, line_no, product_id, lot_id, quantity, unit_price)
SELECT line.order_id, line.line_no, line.product_id,
       -- Whole weeks since the first Monday.
       ((line.placed_at AT TIME ZONE 'UTC')::date - date '2024-12-30') / 7 * 40 + line.product_id,
       CASE WHEN price_tag.unit = 'kg' THEN 0.25 * (1 + floor(8 * line.amount)) ELSE 1 + floor(3 * line.amount) END,
       price_tag.unit_price
FROM line
JOIN price_tag ON price_tag.product_id = line.product_id AND price_tag.valid_during @> line.placed_at
ORDER BY line.order_id, line.line_no;

-- The growers bring a sixth more than is asked for, and a crate on top.
INSERT INTO farm.stock_movements (moved_on, lot_id, kind, quantity)
SELECT lot.harvested_on, lot.lot_id, 'receipt', 20 + ceil(coalesce(sum(line.quantity), 0) * 7 / 6)
FROM farm.lots AS lot
LEFT JOIN farm.order_lines AS line ON line.lot_id = lot.lot_id
GROUP BY lot.lot_id
ORDER BY lot.lot_id;

INSERT INTO farm.stock_movements (moved_on, lot_id, order_id, kind, quantity)
SELECT (sale.placed_at AT TIME ZONE 'UTC')::date, line.lot_id, line.order_id, 'sale', -line.quantity
FROM farm.orders AS sale
JOIN farm.order_lines AS line USING (order_id)
ORDER BY line.order_id, line.line_no;

INSERT INTO farm.stock_movements (moved_on, lot_id, order_id, kind, quantity, reason)
SELECT (sale.placed_at AT TIME ZONE 'UTC')::date, line.lot_id, line.order_id, 'return', line.quantity, 'order cancelled'
FROM farm.orders AS sale
JOIN farm.order_lines AS line USING (order_id)
WHERE sale.status = 'cancelled'
ORDER BY line.order_id, line.line_no;

CALL farm.write_off_expired_lots(date '2025-12-31');

REFRESH MATERIALIZED VIEW farm.monthly_sales;

ANALYZE farm.customers, farm.delivery_addresses, farm.lots, farm.order_lines, farm.stock_movements;

DROP FUNCTION pg_temp.spread(bigint, integer);
DROP FUNCTION pg_temp.scramble(bigint);
