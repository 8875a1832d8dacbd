DROP TABLE farm.growers;
DROP FUNCTION farm.touch_updated_at();
DROP TYPE farm.certification;
DROP DOMAIN farm.money_amount;
DROP DOMAIN farm.email_address;
DROP SCHEMA farm;
