-- IF EXISTS: a build that was cut short may have made only one of them.
DROP INDEX CONCURRENTLY IF EXISTS farm.orders_open;
DROP INDEX CONCURRENTLY IF EXISTS farm.orders_of_customer;
