package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// snapshotName is the file that holds everything but the bytes of uploads.
const snapshotName = "wecom.json"

// disk keeps the state in a folder. Snapshots are written whole and renamed into
// place, so a kill at any moment leaves the last complete one.
type disk struct {
	dir string

	mu    sync.Mutex // held while a snapshot is written
	saved int64      // the serial of the last one
}

// load reads what was kept; a new folder gives an empty state.
func (d *disk) load() (*state, error) {
	st := newState()
	if d.dir == "" {
		return st, nil
	}
	if err := os.MkdirAll(filepath.Join(d.dir, "media"), 0o700); err != nil {
		return nil, fmt.Errorf("sandbox: make the data folder: %w", err)
	}
	raw, err := os.ReadFile(filepath.Join(d.dir, snapshotName))
	if errors.Is(err, fs.ErrNotExist) {
		return st, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sandbox: read the phones: %w", err)
	}
	if err := json.Unmarshal(raw, st); err != nil {
		return nil, fmt.Errorf("sandbox: read the phones in %s: %w", snapshotName, err)
	}
	d.saved = st.Serial
	return st, d.loadFiles(st)
}

func (d *disk) loadFiles(st *state) error {
	for id, m := range st.Media {
		data, err := os.ReadFile(d.filePath(id))
		if err != nil {
			return fmt.Errorf("sandbox: read an uploaded file: %w", err)
		}
		m.Data = data
	}
	return nil
}

func (d *disk) filePath(id string) string { return filepath.Join(d.dir, "media", id) }

// keepFile writes the bytes of an upload.
func (d *disk) keepFile(m *media) error {
	if d.dir == "" {
		return nil
	}
	return replaceFile(d.filePath(m.ID), m.Data)
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return fmt.Errorf("sandbox: write %s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("sandbox: put %s in place: %w", filepath.Base(path), err)
	}
	return nil
}

// save puts what changed on disk. Who comes while another writes may find that
// his change went with it.
func (w *WeCom) save(now time.Time) error {
	if w.opt.Data == "" {
		return nil
	}
	w.mu.Lock()
	serial := w.st.Serial
	w.mu.Unlock()
	w.disk.mu.Lock()
	defer w.disk.mu.Unlock()
	if w.disk.saved >= serial {
		return nil
	}
	w.mu.Lock()
	w.st.prune(now)
	serial = w.st.Serial
	raw, err := json.Marshal(w.st)
	w.mu.Unlock()
	if err != nil {
		return fmt.Errorf("sandbox: write the phones down: %w", err)
	}
	if err := replaceFile(filepath.Join(w.disk.dir, snapshotName), raw); err != nil {
		w.log.Error("sandbox: the phones are not kept", "err", err)
		return err
	}
	w.disk.saved = serial
	return nil
}
