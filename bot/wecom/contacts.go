package wecom

import (
	"bytes"
	"context"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/silenceper/wechat/v2/work"
	"github.com/silenceper/wechat/v2/work/addresslist"
	"github.com/silenceper/wechat/v2/work/material"

	"yishi/bot"
)

// A Person is what the address book tells of a member. Status is the platform's
// number: 1 active, 2 disabled, 4 not activated, 5 left (wecom.md §9).
type Person struct {
	Name   string
	Active bool
	Status int
}

const activeStatus = 1

var errNobody = errors.New("the answer names nobody")

// Reach tells of a member whether messages can reach him: user/get. A person who
// is unknown or outside the app's visible range is a *bot.UnreachableError.
func (p *Platform) Reach(ctx context.Context, id string) (Person, error) {
	who := bot.UserRef{Platform: bot.WeCom, ID: id}
	if !userID(id) {
		return Person{}, &bot.UnreachableError{User: who, Reason: "not a user id of WeCom"}
	}
	got, err := library(ctx, p, "user/get", callPatience, func(lib *work.Work) (*addresslist.UserGetResponse, error) {
		return lib.GetAddressList().UserGet(id)
	})
	switch {
	case err != nil:
		return Person{}, p.judge(err, who)
	case got.UserID == "":
		return Person{}, errAnswer("user/get", errNobody)
	}
	return Person{Name: got.Name, Active: got.Status == activeStatus, Status: got.Status}, nil
}

var phoneShape = regexp.MustCompile(`^\+?[0-9]{5,20}$`)

// FindByPhone finds a member's user id: user/getuserid. Spaces and dashes in the
// number do not matter. Nobody with that number is a *bot.UnreachableError.
func (p *Platform) FindByPhone(ctx context.Context, phone string) (string, error) {
	phone = strings.NewReplacer(" ", "", "-", "").Replace(phone)
	nobody := &bot.UnreachableError{User: bot.UserRef{Platform: bot.WeCom}, Reason: "not a telephone number"}
	if !phoneShape.MatchString(phone) {
		return "", nobody
	}
	got, err := library(ctx, p, "user/getuserid", callPatience, func(lib *work.Work) (*addresslist.GetUseridResponse, error) {
		return lib.GetAddressList().GetUserid(&addresslist.GetUseridRequest{Mobile: phone})
	})
	switch {
	case err != nil:
		return "", p.judge(err, nobody.User)
	case !userID(got.Userid):
		return "", errAnswer("user/getuserid", errNobody)
	}
	return got.Userid, nil
}

const (
	smallestFile = 6        // bytes; the platform wants more than five
	largestFile  = 20 << 20 // bytes (wecom.md §7)
	longestName  = 200      // bytes of a file's name
)

// fileFlaw says what keeps the platform from taking a file.
func fileFlaw(f *bot.File) string {
	switch {
	case len(f.Data) < smallestFile || len(f.Data) > largestFile:
		return "a file has 6 bytes to 20 MB"
	case fileName(f.Name) == "":
		return "the file has no name"
	}
	return ""
}

// fileName is the last part of a name, as the phone shows it.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(line(name), `\`, "/"))
	if slices.Contains([]string{".", "..", "/"}, name) || len(name) > longestName {
		return ""
	}
	return name
}

// upload leaves a file with the platform for three days: media/upload.
func (p *Platform) upload(ctx context.Context, f *bot.File) (string, error) {
	got, err := library(ctx, p, "media/upload", uploadPatience, func(lib *work.Work) (*material.UploadTempFileResponse, error) {
		return lib.GetMaterial().UploadTempFileFromReader(fileName(f.Name), "file", bytes.NewReader(f.Data))
	})
	switch {
	case err != nil:
		return "", err
	case got.MediaID == "":
		return "", errAnswer("media/upload", errNobody)
	}
	return got.MediaID, nil
}
