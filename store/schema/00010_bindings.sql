-- +goose Up
-- One-time codes by which a person brings his account: what is kept is a digest.
CREATE TABLE IF NOT EXISTS bindings (
	digest VARCHAR(64) NOT NULL PRIMARY KEY, committee_id BIGINT NOT NULL, member_id BIGINT NOT NULL, made_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT NOT NULL
){{table}};
CREATE INDEX bindings_by_member ON bindings (member_id, made_at);
-- Codes that were none: who tries too often has to wait.
CREATE TABLE IF NOT EXISTS guesses (
	id {{id}}, account VARCHAR(140) NOT NULL, guessed_at BIGINT NOT NULL
){{table}};
CREATE INDEX guesses_by_time ON guesses (guessed_at);

-- +goose Down
DROP TABLE guesses;
DROP TABLE bindings;
