package sandbox

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"time"
)

//go:embed pages
var pages embed.FS

// consolePolicy lets the console's pages use nothing but their own files.
const consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// routeConsole mounts the console's pages and its API. A page elsewhere cannot
// use the API: a browser's cross-origin changes are refused.
func (s *Sandbox) routeConsole(mux *http.ServeMux) {
	files, err := fs.Sub(pages, "pages")
	if err != nil {
		panic("sandbox: " + err.Error()) // the folder is embedded
	}
	static := http.StripPrefix("/console/", http.FileServerFS(files))
	// "/console/" without a method: with one it would clash with the API's.
	mux.HandleFunc("/console/", func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", consolePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		static.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/console/", http.StatusFound)
	})
	api := http.NewServeMux()
	s.routePlatform(api)
	s.routeContent(api)
	s.routeControl(api)
	s.routeFollowers(api)
	s.routePhone(api)
	s.routeMass(api)
	mux.Handle("/console/api/", http.NewCrossOriginProtection().Handler(api))
}

// action is one call of the console's API: a value to answer, or an error.
type action func(r *http.Request) (any, error)

// badRequest is an error of who asked.
type badRequest struct{ error }

func on(mux *http.ServeMux, pattern string, do action) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		result, err := do(r)
		if err != nil {
			writeConsole(w, consoleStatus(err), map[string]string{"error": err.Error()})
			return
		}
		writeConsole(w, http.StatusOK, result)
	})
}

func consoleStatus(err error) int {
	var bad badRequest
	switch {
	case errors.Is(err, ErrNoItem):
		return http.StatusNotFound
	case errors.Is(err, ErrFrozen), errors.Is(err, ErrExpired), errors.Is(err, ErrFollowing), errors.Is(err, ErrNotFollowing):
		return http.StatusConflict
	case errors.As(err, &bad):
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

func writeConsole(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // the caller has gone: nobody to tell
}

// given decodes the body of a console call; unknown fields are refused, since
// they are mistakes.
func given[V any](r *http.Request) (V, error) {
	var v V
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return v, badRequest{fmt.Errorf("read the request: %w", err)}
	}
	return v, nil
}

// control finds the account of a console call.
func (s *Sandbox) control(r *http.Request) (*AccountControl, error) {
	id := r.PathValue("app_id")
	if c := s.Account(id); c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("account %q: %w", id, ErrNoItem)
}

// accountView is an account as the console shows it.
type accountView struct {
	Account
	Drafts      int             `json:"drafts"`
	History     int             `json:"history"`
	Published   int             `json:"published"`
	Followers   int             `json:"followers"`
	Permissions map[string]bool `json:"permissions"`
}

func (c *AccountControl) view() accountView {
	permissions := c.Permissions()
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return accountView{
		Account: c.acct.settings.clone(), Permissions: permissions,
		Drafts: len(c.acct.drafts.list), History: len(c.acct.history.list), Published: len(c.acct.published.list),
		Followers: c.acct.roster.total(),
	}
}

type clockView struct {
	Now          time.Time `json:"now"`
	NextMidnight time.Time `json:"next_midnight"` // in Beijing, when quotas begin anew
}

// routePlatform mounts what belongs to no account.
func (s *Sandbox) routePlatform(mux *http.ServeMux) {
	on(mux, "GET /console/api/accounts", func(*http.Request) (any, error) {
		views := []accountView{}
		for _, a := range s.all() {
			views = append(views, (&AccountControl{acct: a}).view())
		}
		return views, nil
	})
	on(mux, "POST /console/api/accounts", func(r *http.Request) (any, error) {
		a, err := given[Account](r)
		if err != nil {
			return nil, err
		}
		if err := s.AddAccount(a); err != nil {
			return nil, badRequest{err}
		}
		return s.Account(a.AppID).view(), nil
	})
	on(mux, "GET /console/api/interfaces", func(*http.Request) (any, error) { return Interfaces(), nil })
	on(mux, "GET /console/api/covers", func(*http.Request) (any, error) { return s.covers(), nil })
	on(mux, "GET /console/api/clock", func(*http.Request) (any, error) { return s.clockView(), nil })
	on(mux, "POST /console/api/clock", s.moveClock)
	on(mux, "GET /console/api/latency", func(*http.Request) (any, error) { return s.latencyView(), nil })
	on(mux, "PUT /console/api/latency", func(r *http.Request) (any, error) {
		v, err := given[latencyView](r)
		if err != nil {
			return nil, err
		}
		s.SetLatency(time.Duration(v.Milliseconds) * time.Millisecond)
		return s.latencyView(), nil
	})
}

type latencyView struct {
	Milliseconds int64 `json:"milliseconds"`
}

func (s *Sandbox) latencyView() latencyView { return latencyView{s.Latency().Milliseconds()} }

func (s *Sandbox) clockView() clockView {
	now := s.Now().In(beijing)
	return clockView{Now: now, NextMidnight: nextMidnight(now)}
}

// moveClock moves the platform's time by seconds, or to Beijing's next
// midnight and a second.
func (s *Sandbox) moveClock(r *http.Request) (any, error) {
	move, err := given[struct {
		Seconds int64  `json:"seconds"`
		To      string `json:"to"`
	}](r)
	if err != nil {
		return nil, err
	}
	switch move.To {
	case "":
		s.MoveClock(time.Duration(move.Seconds) * time.Second)
	case "midnight":
		now := s.Now()
		s.MoveClock(nextMidnight(now).Sub(now) + time.Second)
	default:
		return nil, badRequest{errors.New(`"to" can only be "midnight"`)}
	}
	return s.clockView(), nil
}

type coverView struct {
	ThumbMediaID string `json:"thumb_media_id"`
	URL          string `json:"url"`
}

// covers are pictures to choose a cover from: each scene in two palettes.
func (s *Sandbox) covers() []coverView {
	var list []coverView
	for n := range 2 * len(scenes) {
		scene := n % len(scenes)
		id := pictureOn(scene, (scene*3+n/len(scenes)*3)%len(palettes), []byte("cover "+strconv.Itoa(n)))
		list = append(list, coverView{ThumbMediaID: thumbID(id), URL: pictureURL(s.PublicURL(), id)})
	}
	return list
}
