-- +goose Up
CREATE TABLE IF NOT EXISTS committees (
	id {{id}}, name VARCHAR(100) NOT NULL, issuer VARCHAR(100) NOT NULL, street VARCHAR(100) NOT NULL,
	contact_name VARCHAR(50) NOT NULL, contact_phone VARCHAR(50) NOT NULL, seat_members INTEGER NOT NULL,
	numbers_year INTEGER NOT NULL, next_meeting INTEGER NOT NULL, next_minutes INTEGER NOT NULL,
	reminded_for VARCHAR(10) NOT NULL, called_for VARCHAR(10) NOT NULL, missed_for VARCHAR(10) NOT NULL,
	roster_rev BIGINT NOT NULL
){{table}};
CREATE TABLE IF NOT EXISTS members (
	id {{id}}, committee_id BIGINT NOT NULL, name VARCHAR(50) NOT NULL, unit VARCHAR(100) NOT NULL, post VARCHAR(100) NOT NULL,
	category VARCHAR(20) NOT NULL, phone VARCHAR(30) NOT NULL, roles INTEGER NOT NULL, place INTEGER NOT NULL,
	first_on VARCHAR(10) NOT NULL, from_on VARCHAR(10) NOT NULL, until_on VARCHAR(10) NOT NULL, left_on VARCHAR(10) NOT NULL,
	CONSTRAINT members_person UNIQUE (committee_id, name, phone)
){{table}};
CREATE TABLE IF NOT EXISTS accounts (
	id {{id}}, committee_id BIGINT NOT NULL, member_id BIGINT NOT NULL, platform VARCHAR(20) NOT NULL,
	user_id VARCHAR(100) NOT NULL, user_key VARCHAR(100) NOT NULL, place INTEGER NOT NULL, plain INTEGER NOT NULL,
	CONSTRAINT accounts_user UNIQUE (committee_id, platform, user_key)
){{table}};
CREATE INDEX accounts_by_user ON accounts (platform, user_key);
CREATE INDEX accounts_by_member ON accounts (member_id);

-- +goose Down
DROP TABLE accounts;
DROP TABLE members;
DROP TABLE committees;
