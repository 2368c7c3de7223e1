-- +goose Up
CREATE TABLE IF NOT EXISTS ballots (
	id {{id}}, committee_id BIGINT NOT NULL, meeting_id BIGINT NOT NULL, topic_id BIGINT NOT NULL, position INTEGER NOT NULL, item INTEGER NOT NULL,
	person VARCHAR(100) NOT NULL, title VARCHAR(100) NOT NULL, ask TEXT NOT NULL, secret INTEGER NOT NULL, state VARCHAR(20) NOT NULL, electors TEXT NOT NULL, recused TEXT NOT NULL,
	chair_id BIGINT NOT NULL, round_over INTEGER NOT NULL, opened_at BIGINT NOT NULL, closes_at BIGINT NOT NULL, closed_at BIGINT NOT NULL,
	expected INTEGER NOT NULL, present INTEGER NOT NULL, deferred INTEGER NOT NULL
){{table}};
CREATE INDEX ballots_by_meeting ON ballots (meeting_id, id);
-- Of a named ballot: who chose what. Of a secret one: who voted, without choice or time.
CREATE TABLE IF NOT EXISTS votes (
	ballot_id BIGINT NOT NULL, member_id BIGINT NOT NULL, committee_id BIGINT NOT NULL, choice VARCHAR(10) NOT NULL, cast_at BIGINT NOT NULL,
	PRIMARY KEY (ballot_id, member_id)
){{norowid}};
-- The choices of a secret ballot, in random order and without their voters.
CREATE TABLE IF NOT EXISTS slips (
	ballot_id BIGINT NOT NULL, slip VARCHAR(32) NOT NULL, committee_id BIGINT NOT NULL, choice VARCHAR(10) NOT NULL,
	PRIMARY KEY (ballot_id, slip)
){{norowid}};

-- +goose Down
DROP TABLE slips;
DROP TABLE votes;
DROP TABLE ballots;
