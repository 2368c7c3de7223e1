-- +goose Up
-- Every version of a committee's bylaws: a meeting stays under the one under which its notice left.
CREATE TABLE IF NOT EXISTS bylaws (
	committee_id BIGINT NOT NULL, version INTEGER NOT NULL, from_on VARCHAR(10) NOT NULL, reference VARCHAR(200) NOT NULL, by_id BIGINT NOT NULL, set_at BIGINT NOT NULL,
	switches TEXT NOT NULL, settings TEXT NOT NULL,
	PRIMARY KEY (committee_id, version)
){{table}};
ALTER TABLE committees ADD COLUMN laws_rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE committees ADD COLUMN morning_on VARCHAR(10) NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN laws INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE meetings DROP COLUMN laws;
ALTER TABLE committees DROP COLUMN morning_on;
ALTER TABLE committees DROP COLUMN laws_rev;
DROP TABLE bylaws;
