package sandbox

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of uploads (wecom.md §7).
const (
	mediaLife   = 3 * 24 * time.Hour
	minFile     = 5 // bytes; a file must be larger
	maxFile     = 20 << 20
	maxPicture  = 10 << 20
	maxVoice    = 2 << 20
	uploadLimit = maxFile + 1<<20
)

// upload is a file in a request.
type upload struct {
	name string
	data []byte
}

// media is an uploaded file. Its bytes are kept apart from the snapshot.
type media struct {
	ID    string
	Name  string
	Type  string
	At    time.Time
	Until time.Time
	Robot bool   // usable by the group robot alone
	Data  []byte `json:"-"`
}

// readUpload takes the part named media out of a multipart body; an empty upload
// when there is none.
func readUpload(rw http.ResponseWriter, r *http.Request) (*upload, error) {
	r.Body = http.MaxBytesReader(rw, r.Body, uploadLimit)
	part, ok := mediaPartOf(r)
	if !ok {
		return &upload{}, nil
	}
	data, err := io.ReadAll(part)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, refuse(45001, "media size out of limit")
	}
	if err != nil {
		return nil, refuse(44001, "empty media data")
	}
	return &upload{name: part.FileName(), data: data}, nil
}

// mediaPartOf finds the part named media.
func mediaPartOf(r *http.Request) (*multipart.Part, bool) {
	form, err := r.MultipartReader()
	for err == nil {
		var part *multipart.Part
		if part, err = form.NextPart(); err == nil && part.FormName() == "media" {
			return part, true
		}
	}
	return nil, false
}

// check validates a file of a kind.
func (u *upload) check(kind string) error {
	size := len(u.data)
	switch {
	case u.name == "" || size == 0:
		return refuse(44001, "empty media data")
	case size <= minFile:
		return refuse(codeFileSize, "invalid file size")
	case size > maxFile:
		return refuse(45001, "media size out of limit")
	case kind == KindImage && !isPicture(u.data), kind == "voice" && !bytes.HasPrefix(u.data, []byte("#!AMR")):
		return refuse(codeMediaType, "invalid media type")
	case kind == KindImage && size > maxPicture:
		return refuse(40009, "invalid image size")
	case kind == "voice" && size > maxVoice:
		return refuse(45001, "media size out of limit")
	}
	return nil
}

// isPicture tells whether bytes are a JPEG or a PNG.
func isPicture(data []byte) bool {
	kind := http.DetectContentType(data)
	return kind == "image/jpeg" || kind == "image/png"
}

// store keeps a file, on disk before its id is told.
func (w *WeCom) store(u *upload, kind string, now time.Time) (*media, error) {
	name := path.Base(strings.ReplaceAll(u.name, `\`, "/"))
	file := &media{
		ID: "3" + randomText(43), Name: name, Type: kind,
		At: now, Until: now.Add(mediaLife), Data: u.data,
	}
	if err := w.disk.keepFile(file); err != nil {
		w.log.Error("sandbox: a file is not kept", "err", err)
		return nil, refuse(codeBusy, "system error")
	}
	w.st.Media[file.ID] = file
	w.st.next()
	return file, nil
}

// fields is the answer to an upload; created_at is a string (wecom.md §7).
func (m *media) fields() fields {
	return fields{"type": m.Type, "media_id": m.ID, "created_at": strconv.FormatInt(m.At.Unix(), 10)}
}

// mediaUpload answers /cgi-bin/media/upload.
func (w *WeCom) mediaUpload(c *call) (fields, error) {
	kind := c.query.Get("type")
	if !slices.Contains([]string{KindImage, "voice", "video", KindFile}, kind) {
		return nil, refuse(codeUploadType, "invalid type")
	}
	if err := c.file.check(kind); err != nil {
		return nil, err
	}
	file, err := w.store(c.file, kind, c.now)
	if err != nil {
		return nil, err
	}
	c.note = kind
	return file.fields(), nil
}

// serveMedia answers /cgi-bin/media/get: raw bytes, or an error in JSON.
func (w *WeCom) serveMedia(rw http.ResponseWriter, r *http.Request) {
	const name = "media/get"
	fault := w.faults.meet(name)
	if w.spoiled(rw, r, name, fault) {
		return
	}
	c := &call{path: name, query: r.URL.Query(), from: r.RemoteAddr, now: w.opt.Now()}
	file, err := w.fetch(c, fault)
	w.recordCall(c, err)
	switch {
	case fault.Lose:
		w.breakOff(rw)
		return
	case err != nil:
		w.reply(rw, c, nil, err)
		return
	}
	w.writeFile(rw, r, file)
}

func (w *WeCom) fetch(c *call, fault Fault) (*media, error) {
	if fault.Code != 0 {
		return nil, refuse(fault.Code, faultText(fault.Code))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.checkToken(c.query.Get("access_token"), c.now); err != nil {
		return nil, err
	}
	file := w.st.Media[c.query.Get("media_id")]
	if file == nil || c.now.After(file.Until) {
		return nil, refuse(codeMediaID, "invalid media_id")
	}
	return file, nil
}

// writeFile sends a file for saving, never for showing as a page.
func (w *WeCom) writeFile(rw http.ResponseWriter, r *http.Request, file *media) {
	kind := "application/octet-stream"
	how := "attachment"
	if file.Type == KindImage && isPicture(file.Data) {
		kind, how = http.DetectContentType(file.Data), "inline"
	}
	rw.Header().Set("Content-Type", kind)
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	rw.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": file.Name}))
	http.ServeContent(rw, r, "", file.At, bytes.NewReader(file.Data))
}
