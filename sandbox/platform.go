package sandbox

import (
	"errors"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

const (
	pathToken       = "/cgi-bin/token"
	pathStableToken = "/cgi-bin/stable_token"

	// maxRequest is more than any documented request needs.
	maxRequest = 16 << 20
)

// endpoint is one interface of WeChat.
type endpoint struct {
	method, path string
	// credential marks the two interfaces that name the account by AppID and
	// AppSecret and not by a token.
	credential bool
	// plain marks interfaces that answer JSON as text/plain (observed).
	plain  bool
	handle func(*call) (any, error)
}

func endpoints() []endpoint {
	return []endpoint{
		{method: "POST", path: "/cgi-bin/clear_quota", handle: clearQuota},
		{method: "GET", path: "/cgi-bin/draft/count", handle: countDrafts},
		{method: "POST", path: "/cgi-bin/draft/add", handle: addDraft},
		{method: "POST", path: "/cgi-bin/draft/batchget", handle: listDrafts},
		{method: "POST", path: "/cgi-bin/draft/delete", handle: deleteDraft},
		{method: "POST", path: "/cgi-bin/draft/get", handle: readDraft},
		{method: "POST", path: "/cgi-bin/draft/update", handle: updateDraft},
		{method: "POST", path: "/cgi-bin/freepublish/batchget", handle: listPublished},
		{method: "POST", path: "/cgi-bin/freepublish/delete", handle: takeDownPublished},
		{method: "POST", path: "/cgi-bin/freepublish/get", handle: readPublication},
		{method: "POST", path: "/cgi-bin/freepublish/getarticle", handle: readPublished},
		{method: "POST", path: "/cgi-bin/freepublish/submit", handle: submitDraft},
		{method: "GET", path: "/cgi-bin/get_api_domain_ip", handle: listDomainIPs},
		{method: "GET", path: "/cgi-bin/getcallbackip", handle: listCallbackIPs},
		{method: "GET", path: "/cgi-bin/get_current_autoreply_info", handle: readAutoReplies},
		{method: "GET", path: "/cgi-bin/get_current_selfmenu_info", handle: readCurrentMenu},
		{method: "POST", path: "/cgi-bin/material/add_material", plain: true, handle: addMaterial},
		{method: "POST", path: "/cgi-bin/material/batchget_material", plain: true, handle: listMaterial},
		{method: "POST", path: "/cgi-bin/material/del_material", plain: true, handle: deleteMaterial},
		{method: "POST", path: "/cgi-bin/material/get_material", plain: true, handle: readMaterial},
		{method: "GET", path: "/cgi-bin/material/get_materialcount", plain: true, handle: countMaterial},
		{method: "POST", path: "/cgi-bin/menu/addconditional", handle: addConditional},
		{method: "POST", path: "/cgi-bin/menu/create", handle: createMenu},
		{method: "POST", path: "/cgi-bin/menu/delconditional", handle: deleteConditional},
		{method: "GET", path: "/cgi-bin/menu/delete", handle: deleteMenus},
		{method: "GET", path: "/cgi-bin/menu/get", handle: readMenus},
		{method: "POST", path: "/cgi-bin/menu/trymatch", handle: matchMenu},
		{method: "POST", path: "/cgi-bin/message/custom/send", handle: sendCustomerMessage},
		{method: "POST", path: "/cgi-bin/message/custom/typing", handle: showTyping},
		{method: "POST", path: "/cgi-bin/message/mass/delete", handle: deleteMass},
		{method: "POST", path: "/cgi-bin/message/mass/get", handle: readMass},
		{method: "POST", path: "/cgi-bin/message/mass/preview", handle: previewMass},
		{method: "POST", path: "/cgi-bin/message/mass/send", handle: sendToList},
		{method: "POST", path: "/cgi-bin/message/mass/sendall", handle: sendToAll},
		{method: "POST", path: "/cgi-bin/message/mass/speed/get", handle: readSpeed},
		{method: "POST", path: "/cgi-bin/message/mass/speed/set", handle: writeSpeed},
		{method: "POST", path: "/cgi-bin/openapi/quota/get", handle: readQuota},
		{method: "POST", path: "/cgi-bin/qrcode/create", handle: createQRCode},
		{method: "POST", path: pathStableToken, credential: true, handle: makeStableToken},
		{method: "POST", path: "/cgi-bin/tags/create", handle: createTag},
		{method: "POST", path: "/cgi-bin/tags/delete", handle: deleteTag},
		{method: "GET", path: "/cgi-bin/tags/get", handle: listTags},
		{method: "POST", path: "/cgi-bin/tags/getidlist", handle: listTagsOf},
		{method: "POST", path: "/cgi-bin/tags/members/batchtagging", handle: giveTag},
		{method: "POST", path: "/cgi-bin/tags/members/batchuntagging", handle: takeTag},
		{method: "POST", path: "/cgi-bin/tags/update", handle: renameTag},
		{method: "GET", path: pathToken, credential: true, handle: makeToken},
		{method: "GET", path: "/cgi-bin/user/get", handle: listFollowers},
		{method: "GET", path: "/cgi-bin/user/info", handle: readFollower},
		{method: "POST", path: "/cgi-bin/user/info/batchget", handle: readFollowers},
		{method: "POST", path: "/cgi-bin/user/info/updateremark", handle: writeRemark},
		{method: "POST", path: "/cgi-bin/user/tag/get", handle: listTagged},
		{method: "POST", path: "/datacube/getarticletotaldetail", handle: readArticleTotals},
	}
}

// Interfaces lists the interfaces of WeChat the sandbox answers, sorted by
// path and method, each as "POST /cgi-bin/draft/batchget".
func Interfaces() []string {
	var list []string
	for _, e := range endpoints() {
		list = append(list, e.method+" "+e.path)
	}
	slices.SortFunc(list, func(a, b string) int {
		_, x, _ := strings.Cut(a, " ")
		_, y, _ := strings.Cut(b, " ")
		return strings.Compare(x, y)
	})
	return list
}

func (s *Sandbox) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, e := range endpoints() {
		mux.HandleFunc(e.path, func(w http.ResponseWriter, r *http.Request) { s.serveAPI(w, r, e) })
	}
	for _, unknown := range []string{"/cgi-bin/", "/datacube/"} {
		mux.HandleFunc(unknown, func(w http.ResponseWriter, _ *http.Request) { s.answer(w, endpoint{}, refuse(40066)) })
	}
	mux.HandleFunc("GET /cgi-bin/showqrcode", s.showQRCode)
	for _, format := range []string{"jpg", "png", "gif", "bmp"} {
		mux.HandleFunc("GET /mmbiz_"+format+"/{picture}/{size}", s.servePicture)
	}
	mux.HandleFunc("GET /s", s.servePage)
	s.routeConsole(mux)
	return mux
}

// call is one call of an interface, its account known and its credential, if
// that is a token, accepted.
type call struct {
	sandbox *Sandbox
	acct    *account
	request *http.Request
	body    []byte
	now     time.Time
}

// serveAPI answers one call, in the platform's order: method, credential,
// permission, quota, and then the interface itself. A fault strikes last.
func (s *Sandbox) serveAPI(w http.ResponseWriter, r *http.Request, e endpoint) {
	if !s.wait(r, s.Latency()) {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		s.answer(w, e, refuse(47001))
		return
	}
	c := &call{sandbox: s, request: r, body: body}
	state := c.identify(e)
	if c.acct != nil {
		c.acct.called(e.path)
	}
	c.now = s.Now()
	w.Header().Set("Date", c.now.UTC().Format(http.TimeFormat))
	if err := c.admit(e, state); err != nil {
		s.answer(w, e, err)
		return
	}
	fault, struck := c.acct.strike(e.path)
	if struck && s.spoil(w, r, e, fault) {
		return
	}
	result, err := e.handle(c)
	if err != nil {
		result = err
	}
	if struck && fault.Kind == FaultCut {
		w = &cutWriter{ResponseWriter: w}
	}
	s.answer(w, e, result)
}

// identify finds the account of the call, and for a token what it is worth.
func (c *call) identify(e endpoint) tokenState {
	if e.credential {
		c.acct = c.sandbox.account(credentialOf(c).AppID)
		return tokenUnknown
	}
	value := c.request.URL.Query().Get("access_token")
	if value == "" {
		return tokenUnknown
	}
	now := c.sandbox.Now()
	for _, acct := range c.sandbox.all() {
		if state := acct.knows(value, now); state != tokenUnknown {
			c.acct = acct
			return state
		}
	}
	return tokenUnknown
}

func (a *account) knows(value string, now time.Time) tokenState {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, pool := range a.tokens {
		if state := pool.state(value, now); state != tokenUnknown {
			return state
		}
	}
	return tokenUnknown
}

// called counts a call and runs the hook, without the lock, so that the hook
// may change the account.
func (a *account) called(path string) {
	a.mu.Lock()
	a.calls[path]++
	n, hook := a.calls[path], a.onCall
	a.mu.Unlock()
	if hook != nil {
		hook(path, n)
	}
}

// admit checks everything that comes before the interface itself.
func (c *call) admit(e endpoint, state tokenState) error {
	switch {
	case e.method == http.MethodPost && c.request.Method != http.MethodPost:
		return refuse(43002)
	case e.method == http.MethodGet && c.request.Method != http.MethodGet:
		return refuse(43001)
	}
	if e.credential {
		return c.admitCredential(e)
	}
	if err := c.admitToken(state); err != nil {
		return err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.permitted(e.path) {
		return refuse(48001)
	}
	if !a.usage.spend(e.path, c.now) {
		return refuse(45009)
	}
	c.sandbox.counted()
	return nil
}

// admitToken judges the token of a call.
func (c *call) admitToken(state tokenState) error {
	value := c.request.URL.Query().Get("access_token")
	switch {
	case value == "":
		return refuse(41001)
	case state == tokenValid:
		return nil
	case state == tokenExpired:
		return refuse(42001)
	case state == tokenReplaced:
		return refuse(40001)
	case !looksLikeToken(value):
		return refuse(40014)
	}
	return refuse(40001)
}

// looksLikeToken tells a token of another time or account (40001) from what
// never was one (40014).
func looksLikeToken(value string) bool {
	return len(value) >= 64 && !strings.ContainsFunc(value, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// answer writes what an interface returned: JSON, a file, or a refusal.
func (s *Sandbox) answer(w http.ResponseWriter, e endpoint, result any) {
	contentType := "application/json; encoding=utf-8"
	if e.plain {
		contentType = "text/plain"
	}
	var no *refusal
	if err, failed := result.(error); failed {
		if !errors.As(err, &no) {
			no = &refusal{code: -1, text: textOf(-1)}
		}
		s.log.Info("refused a call", "path", e.path, "errcode", no.code)
		send(w, contentType, http.StatusOK, no.body(s.Now()))
		return
	}
	if f, isFile := result.(file); isFile {
		send(w, f.contentType, http.StatusOK, f.bytes)
		return
	}
	send(w, contentType, http.StatusOK, encode(result))
}

// wait lets time pass that belongs to the network, not to the platform's
// clock. It reports false when the caller has gone or the sandbox closes.
func (s *Sandbox) wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.closed:
	}
	return false
}

// callerAddr is the address the platform sees.
func (c *call) callerAddr(seenAs string) netip.Addr {
	if addr, err := netip.ParseAddr(seenAs); err == nil {
		return addr
	}
	if at, err := netip.ParseAddrPort(c.request.RemoteAddr); err == nil {
		return at.Addr().Unmap().WithZone("")
	}
	return netip.IPv4Unspecified()
}
