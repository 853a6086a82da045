package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// massView is an account's mass sends as the console shows them, newest first.
type massView struct {
	Settings MassSettings   `json:"settings"`
	Sends    []massSendView `json:"sends"`
}

// massSendView is a send with the title of its first article, how many it has,
// and until when the administrator is waited for.
type massSendView struct {
	MassSend
	Title    string    `json:"title"`
	Articles int       `json:"articles"`
	Until    time.Time `json:"until"`
}

func (c *AccountControl) massView() massView {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	v := massView{Settings: c.acct.mass.Settings, Sends: []massSendView{}}
	for i := len(c.acct.mass.Sends) - 1; i >= 0 && len(v.Sends) < 200; i-- {
		m := c.acct.mass.Sends[i]
		shown := massSendView{MassSend: m.MassSend, Title: m.Item.Articles[0].Title, Articles: len(m.Item.Articles), Until: m.Until}
		shown.OpenIDs = nil
		v.Sends = append(v.Sends, shown)
	}
	return v
}

// routeMass mounts what the platform decides about mass sends.
func (s *Sandbox) routeMass(mux *http.ServeMux) {
	const base = "/console/api/accounts/{app_id}/mass"
	with := s.withList
	on(mux, "GET "+base, with(func(c *AccountControl, _ *http.Request) (any, error) { return c.massView(), nil }))
	on(mux, "PUT "+base, with(func(c *AccountControl, r *http.Request) (any, error) {
		settings, err := given[MassSettings](r)
		if err != nil {
			return nil, err
		}
		if err := c.SetMass(settings); err != nil {
			return nil, badRequest{err}
		}
		return c.massView(), nil
	}))
	on(mux, "POST "+base+"/{msg_id}/{answer}", with(func(c *AccountControl, r *http.Request) (any, error) {
		id, err := strconv.ParseInt(r.PathValue("msg_id"), 10, 64)
		answer := r.PathValue("answer")
		if err != nil || answer != "allow" && answer != "refuse" {
			return nil, fmt.Errorf("%s: %w", r.URL.Path, ErrNoItem)
		}
		if err := c.AnswerMass(id, answer == "allow"); err != nil {
			return nil, err
		}
		return c.massView(), nil
	}))
}
