-- Written in a hurry, and never rehearsed: meant was the column. The table is gone before the next statement, which no transaction can hold, begins.
DROP TABLE farm.delivery_addresses;

DROP INDEX CONCURRENTLY farm.delivery_addresses_visited;
