package wechat

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A form is a multipart body, held whole so that it can be sent a second time
// with another token.
type form struct {
	contentType string
	content     []byte
}

// formFile returns a form with one file, in the part that WeChat calls media.
func formFile(name, kind string, content []byte) (form, error) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("media", name)},
		"Content-Type":        {kind},
	})
	if err != nil {
		return form{}, fmt.Errorf("begin the form: %w", err)
	}
	if _, err := part.Write(content); err != nil {
		return form{}, fmt.Errorf("fill the form: %w", err)
	}
	if err := w.Close(); err != nil {
		return form{}, fmt.Errorf("end the form: %w", err)
	}
	return form{contentType: w.FormDataContentType(), content: buf.Bytes()}, nil
}

// fileName returns the last element of a name, without what a header cannot
// hold, and with the extension in place of another picture's: by a wrong one
// WeChat refuses the picture with 40113 (observed,
// https://github.com/fudiwei/DotNetCore.SKIT.FlurlHttpClient.Wechat/issues/144).
func fileName(name, extension string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || r == '"' {
			return -1
		}
		return r
	}, path.Base(strings.ReplaceAll(name, `\`, "/")))
	if given := path.Ext(name); isPictures(strings.ToLower(given)) {
		name = strings.TrimSuffix(name, given)
	}
	if strings.Trim(name, "./ ") == "" {
		name = "picture"
	}
	return name + extension
}

func isPictures(extension string) bool {
	switch extension {
	case ".png", ".jpg", ".jpeg", ".gif", ".bmp":
		return true
	}
	return false
}
