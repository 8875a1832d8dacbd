-- The account page sorts a customer's orders. Built beside the running shop, so each statement is on its own,
-- outside a transaction.

CREATE INDEX CONCURRENTLY orders_of_customer ON farm.orders (customer_id, placed_at DESC);

CREATE INDEX CONCURRENTLY orders_open ON farm.orders (delivery_on, order_id)
    WHERE status IN ('placed', 'paid', 'packed');
