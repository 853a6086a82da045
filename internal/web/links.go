package web

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// links makes the addresses under which others find this console.
type links struct {
	publicURL string // without a trailing slash
}

// callback is where WeChat pushes to: at the public address, or else at the
// one the caller came to.
func (l links) callback(ctx context.Context, appID string) string {
	return cmp.Or(l.publicURL, originOf(ctx)) + "/callback/" + url.PathEscape(appID)
}

// code tells where a code's current picture is, for everybody.
func (l links) code(ctx context.Context, c *tuwen.QRCode) {
	c.PictureURL = cmp.Or(l.publicURL, originOf(ctx)) + "/q/" + c.ID + ".png"
}

// cover turns a material's picture addresses, which WeChat serves to its own
// pages only, into those of our proxy.
func (l links) cover(appID string, m *tuwen.Material) {
	m.CoverURL = picturePath(appID, m.CoverURL)
	for i := range m.Articles {
		m.Articles[i].CoverURL = picturePath(appID, m.Articles[i].CoverURL)
	}
}

func (l links) covers(appID string, items []tuwen.Material) {
	for i := range items {
		l.cover(appID, &items[i])
	}
}

// picturePath is where our proxy serves the picture; "" stays "".
func picturePath(appID, address string) string {
	if address == "" || strings.HasPrefix(address, prefix) {
		return address
	}
	return prefix + "/accounts/" + url.PathEscape(appID) + "/pictures/" + desk.PictureHash(address)
}
