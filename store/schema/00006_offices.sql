-- +goose Up
-- The terms before a person's present one, the seats that are to be filled, and the appointments on their way.
CREATE TABLE IF NOT EXISTS terms (
	member_id BIGINT NOT NULL, place INTEGER NOT NULL, committee_id BIGINT NOT NULL, seat INTEGER NOT NULL,
	from_on VARCHAR(10) NOT NULL, until_on VARCHAR(10) NOT NULL, ended_on VARCHAR(10) NOT NULL, reference VARCHAR(200) NOT NULL,
	PRIMARY KEY (member_id, place)
){{table}};
CREATE INDEX terms_by_committee ON terms (committee_id);
CREATE TABLE IF NOT EXISTS vacancies (
	id {{id}}, committee_id BIGINT NOT NULL, member_id BIGINT NOT NULL, seat INTEGER NOT NULL, reason VARCHAR(200) NOT NULL,
	from_on VARCHAR(10) NOT NULL, filled_on VARCHAR(10) NOT NULL, nudged_on VARCHAR(10) NOT NULL
){{table}};
CREATE INDEX vacancies_by_committee ON vacancies (committee_id, filled_on);
CREATE TABLE IF NOT EXISTS appointments (
	id {{id}}, committee_id BIGINT NOT NULL, name VARCHAR(50) NOT NULL, unit VARCHAR(100) NOT NULL, post VARCHAR(100) NOT NULL, phone VARCHAR(30) NOT NULL,
	state VARCHAR(20) NOT NULL, sources TEXT NOT NULL, steps {{text}} NOT NULL
){{table}};
CREATE INDEX appointments_by_committee ON appointments (committee_id, state);
ALTER TABLE members ADD COLUMN reference VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE committees ADD COLUMN warned_on VARCHAR(10) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE committees DROP COLUMN warned_on;
ALTER TABLE members DROP COLUMN reference;
DROP TABLE appointments;
DROP TABLE vacancies;
DROP TABLE terms;
