-- +goose Up
CREATE TABLE IF NOT EXISTS missed_quarters (
	committee_id BIGINT NOT NULL, quarter_on VARCHAR(10) NOT NULL, reason VARCHAR(500) NOT NULL, by_id BIGINT NOT NULL, asked_at BIGINT NOT NULL, said_at BIGINT NOT NULL,
	PRIMARY KEY (committee_id, quarter_on)
){{table}};
ALTER TABLE meetings ADD COLUMN chair_reason VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN fulfils INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN remote INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN added VARCHAR(500) NOT NULL DEFAULT '';
ALTER TABLE topics ADD COLUMN consents VARCHAR(500) NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE topics DROP COLUMN consents;
ALTER TABLE topics DROP COLUMN added;
ALTER TABLE meetings DROP COLUMN remote;
ALTER TABLE meetings DROP COLUMN fulfils;
ALTER TABLE meetings DROP COLUMN chair_reason;
DROP TABLE missed_quarters;
