package desk

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// maxPicture bounds a picture; WeChat's own limit is 10 MB.
const maxPicture = 10 << 20

// pictureHosts serve the pictures of all accounts.
var pictureHosts = map[string]bool{"mmbiz.qpic.cn": true, "mmbiz.qlogo.cn": true}

// pictureAddress returns where a picture is fetched from, or false for an
// address that is none of WeChat's. apiBaseURL is the account's: where an
// administrator changed it, a proxy or a sandbox at exactly that host and
// port serves pictures too.
func pictureAddress(raw, apiBaseURL string) (*url.URL, bool) {
	raw = strings.TrimSpace(raw)
	if strings.HasPrefix(raw, "//") {
		raw = "https:" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, false
	}
	u.Fragment = ""
	if pictureHosts[strings.ToLower(u.Host)] {
		// Both hosts speak https, and http is what WeChat writes.
		u.Scheme = "https"
		return u, true
	}
	if own, ok := ownHost(apiBaseURL); ok && hostPort(u) == own {
		return u, true
	}
	return nil, false
}

// ownHost returns host and port of an api_base_url that was changed.
func ownHost(apiBaseURL string) (string, bool) {
	u, err := url.Parse(apiBaseURL)
	if err != nil || u.Host == "" || strings.EqualFold(u.Hostname(), "api.weixin.qq.com") {
		return "", false
	}
	return hostPort(u), true
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// fetcher gets pictures without letting anyone use it to look around in the
// network: the address a name resolves to is checked when the connection is
// made, redirects are refused, and so is what is not a picture.
type fetcher struct {
	open    *http.Client // to public addresses only
	trusted *http.Client // to the host an administrator named
}

func newFetcher() *fetcher { return &fetcher{open: pictureClient(false), trusted: pictureClient(true)} }

func pictureClient(private bool) *http.Client {
	client := connect.StrangerClient(8, private)
	client.Timeout = 20 * time.Second
	return client
}

// get returns the picture's bytes; [tuwen.NotFound] where there is none to
// show.
func (f *fetcher) get(ctx context.Context, address, apiBaseURL string) ([]byte, error) {
	u, ok := pictureAddress(address, apiBaseURL)
	if !ok {
		return nil, noPicture("its address is none of WeChat's")
	}
	client := f.trusted
	if pictureHosts[strings.ToLower(u.Host)] {
		client = f.open
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("ask for a picture: %w", err)
	}
	// No Referer: WeChat answers a foreign one with a placeholder.
	req.Header.Set("Accept", "image/webp,image/png,image/jpeg,image/gif,*/*;q=0.1")
	req.Header.Set("User-Agent", "Mozilla/5.0 (tuwen)")
	resp, err := client.Do(req)
	if err != nil {
		return nil, noPicture("its host does not answer").Because(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, noPicture(fmt.Sprintf("its host answers %d", resp.StatusCode))
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxPicture+1))
	switch {
	case err != nil:
		return nil, noPicture("its host stops in the middle").Because(err)
	case len(b) > maxPicture:
		return nil, noPicture("it is larger than 10 MB")
	case pictureType(b) == "":
		return nil, noPicture("what its host sends is not a picture")
	}
	return b, nil
}

// pictureType returns the media type of a picture by its first bytes, and ""
// for everything else: SVG too, which can hold scripts.
func pictureType(b []byte) string {
	switch t := http.DetectContentType(b); t {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp":
		return t
	}
	if len(b) > 12 && string(b[4:12]) == "ftypavif" {
		return "image/avif"
	}
	return ""
}

func noPicture(why string) *tuwen.Error {
	return tuwen.Errorf(tuwen.NotFound, "picture.none", "the picture cannot be shown: "+why)
}
