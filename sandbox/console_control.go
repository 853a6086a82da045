package sandbox

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

// quotaView is one interface's calls.
type quotaView struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Used   int    `json:"used"`
	Limit  int    `json:"limit"`
	Calls  int    `json:"calls"` // since the counts were reset
}

func (c *AccountControl) quotas() []quotaView {
	var list []quotaView
	for _, name := range Interfaces() {
		method, path, _ := strings.Cut(name, " ")
		used, limit := c.Quota(path)
		list = append(list, quotaView{Method: method, Path: path, Used: used, Limit: limit, Calls: c.Calls(path)})
	}
	return list
}

// faultView is a Fault with its delay in milliseconds.
type faultView struct {
	Path       string    `json:"path"`
	Next       int       `json:"next"`
	Kind       FaultKind `json:"kind"`
	Errcode    int       `json:"errcode"`
	Errmsg     string    `json:"errmsg"`
	HTTPStatus int       `json:"http_status"`
	DelayMS    int64     `json:"delay_ms"`
}

var faultKinds = []FaultKind{FaultErrcode, FaultStatus, FaultHang, FaultCut, FaultHTML, FaultEmpty, FaultSlow}

func (v faultView) fault() (Fault, error) {
	f := Fault{
		Path: v.Path, Next: v.Next, Kind: v.Kind, Errcode: v.Errcode, Errmsg: v.Errmsg,
		HTTPStatus: v.HTTPStatus, Delay: time.Duration(v.DelayMS) * time.Millisecond,
	}
	known := func(name string) bool { return strings.HasSuffix(name, " "+v.Path) }
	switch {
	case v.Kind == "":
		f.Kind = FaultErrcode
	case !slices.Contains(faultKinds, v.Kind):
		return f, badRequest{errors.New("no such kind of fault: " + string(v.Kind))}
	}
	switch {
	case v.Path != "" && !slices.ContainsFunc(Interfaces(), known):
		return f, badRequest{errors.New("no such interface: " + v.Path)}
	case v.Next < 0 || v.DelayMS < 0:
		return f, badRequest{errors.New("next and delay_ms must not be negative")}
	case v.HTTPStatus != 0 && (v.HTTPStatus < 200 || v.HTTPStatus > 599):
		return f, badRequest{errors.New("http_status must be 200 to 599")}
	}
	return f, nil
}

func (c *AccountControl) faultViews() []faultView {
	list := []faultView{}
	for _, f := range c.Faults() {
		list = append(list, faultView{
			Path: f.Path, Next: f.Next, Kind: f.Kind, Errcode: f.Errcode, Errmsg: f.Errmsg,
			HTTPStatus: f.HTTPStatus, DelayMS: f.Delay.Milliseconds(),
		})
	}
	return list
}

// settingsChange changes what it names.
type settingsChange struct {
	Secret        *string   `json:"secret"`
	IPWhitelist   *[]string `json:"ip_whitelist"`
	SeenAs        *string   `json:"seen_as"`
	FrozenHistory *bool     `json:"frozen_history"`
	Permission    *struct {
		Prefix  string `json:"prefix"`
		Allowed bool   `json:"allowed"`
	} `json:"permission"`
}

func (c *AccountControl) apply(change settingsChange) error {
	if change.Secret != nil {
		if *change.Secret == "" {
			return badRequest{errors.New("the secret must not be empty")}
		}
		c.SetSecret(*change.Secret)
	}
	if change.IPWhitelist != nil {
		if err := c.SetIPWhitelist(*change.IPWhitelist...); err != nil {
			return badRequest{err}
		}
	}
	if change.SeenAs != nil {
		c.SetSeenAs(*change.SeenAs)
	}
	if change.FrozenHistory != nil {
		c.SetFrozenHistory(*change.FrozenHistory)
	}
	if p := change.Permission; p != nil {
		c.SetPermission(p.Prefix, p.Allowed)
	}
	return nil
}

// routeControl mounts what makes an account's calls fail or count.
func (s *Sandbox) routeControl(mux *http.ServeMux) {
	const base = "/console/api/accounts/{app_id}"
	with := s.withList
	on(mux, "GET "+base, with(func(c *AccountControl, _ *http.Request) (any, error) { return c.view(), nil }))
	on(mux, "PATCH "+base, with(func(c *AccountControl, r *http.Request) (any, error) {
		change, err := given[settingsChange](r)
		if err != nil {
			return nil, err
		}
		if err := c.apply(change); err != nil {
			return nil, err
		}
		return c.view(), nil
	}))
	on(mux, "GET "+base+"/quotas", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.quotas(), nil }))
	on(mux, "PUT "+base+"/quotas", with(setQuota))
	on(mux, "DELETE "+base+"/quotas", with(func(c *AccountControl, _ *http.Request) (any, error) {
		c.ClearQuota()
		return c.quotas(), nil
	}))
	on(mux, "GET "+base+"/calls", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.AllCalls(), nil }))
	on(mux, "DELETE "+base+"/calls", with(func(c *AccountControl, _ *http.Request) (any, error) {
		c.ResetCalls()
		return c.AllCalls(), nil
	}))
	on(mux, "GET "+base+"/faults", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.faultViews(), nil }))
	on(mux, "POST "+base+"/faults", with(func(c *AccountControl, r *http.Request) (any, error) {
		v, err := given[faultView](r)
		if err != nil {
			return nil, err
		}
		f, err := v.fault()
		if err != nil {
			return nil, err
		}
		c.SetFault(f)
		return c.faultViews(), nil
	}))
	on(mux, "DELETE "+base+"/faults", with(func(c *AccountControl, _ *http.Request) (any, error) {
		c.ClearFaults()
		return c.faultViews(), nil
	}))
	on(mux, "POST "+base+"/token/expire", with(func(c *AccountControl, _ *http.Request) (any, error) {
		c.ExpireToken()
		return ok(), nil
	}))
	on(mux, "POST "+base+"/seed", with(s.seedAccount))
}

func setQuota(c *AccountControl, r *http.Request) (any, error) {
	q, err := given[struct {
		Path  string `json:"path"`
		Limit int    `json:"limit"`
	}](r)
	if err != nil {
		return nil, err
	}
	if q.Limit < 0 || q.Path == "" {
		return nil, badRequest{errors.New("a quota needs a path and a limit of 0 or more")}
	}
	c.SetQuota(q.Path, q.Limit)
	return c.quotas(), nil
}

func (s *Sandbox) seedAccount(c *AccountControl, r *http.Request) (any, error) {
	q, err := given[struct {
		Drafts    int   `json:"drafts"`
		History   int   `json:"history"`
		Published int   `json:"published"`
		Followers int   `json:"followers"`
		Seed      int64 `json:"seed"`
		BodySize  int   `json:"body_size"`
	}](r)
	if err != nil {
		return nil, err
	}
	sample := Sample{Drafts: q.Drafts, History: q.History, Published: q.Published, Followers: q.Followers, Seed: q.Seed, BodySize: q.BodySize}
	if err := s.Seed(c.Settings().AppID, sample); err != nil {
		return nil, err
	}
	return c.view(), nil
}
