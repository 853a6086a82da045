package sandbox

import (
	"context"
	"errors"
	"net/http"
	"slices"
)

// callbackRequest sets where pushes go; unverified leaves the question out.
type callbackRequest struct {
	Callback
	Unverified bool `json:"unverified"`
}

// followersView is how many follow an account, and those something happened to.
type followersView struct {
	Total     int        `json:"total"`
	Bulk      int        `json:"bulk"`
	Followers []Follower `json:"followers"` // at most 200
}

func (c *AccountControl) followersView() followersView {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	v := followersView{Total: a.roster.total(), Bulk: a.roster.Bulk, Followers: []Follower{}}
	for _, f := range a.roster.Others {
		if len(v.Followers) == 200 {
			break
		}
		v.Followers = append(v.Followers, f.view(a.sandbox.Now()))
	}
	return v
}

// routeFollowers mounts what an account's owner sees of pushes and followers.
func (s *Sandbox) routeFollowers(mux *http.ServeMux) {
	const base = "/console/api/accounts/{app_id}"
	with := s.withList
	on(mux, "GET "+base+"/callback", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.Callback(), nil }))
	on(mux, "PUT "+base+"/callback", with(putCallback))
	on(mux, "GET "+base+"/deliveries", with(listDeliveries))
	on(mux, "DELETE "+base+"/deliveries", with(func(c *AccountControl, _ *http.Request) (any, error) {
		c.ClearDeliveries()
		return c.Deliveries(), nil
	}))
	on(mux, "GET "+base+"/codes", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.QRCodes(), nil }))
	on(mux, "GET "+base+"/auto-replies", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.AutoReplies(), nil }))
	on(mux, "PUT "+base+"/auto-replies", with(func(c *AccountControl, r *http.Request) (any, error) {
		replies, err := given[AutoReplies](r)
		if err != nil {
			return nil, err
		}
		c.SetAutoReplies(replies)
		return c.AutoReplies(), nil
	}))
	on(mux, "GET "+base+"/menu", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.menuView(), nil }))
	on(mux, "PUT "+base+"/menu", with(func(c *AccountControl, r *http.Request) (any, error) {
		q, err := given[menuView](r)
		if err != nil {
			return nil, err
		}
		c.SetWebsiteMenu(q.Website)
		return c.menuView(), nil
	}))
	on(mux, "GET "+base+"/followers", with(func(c *AccountControl, _ *http.Request) (any, error) { return c.followersView(), nil }))
	on(mux, "POST "+base+"/followers", with(func(c *AccountControl, r *http.Request) (any, error) {
		q, err := given[struct {
			Count int `json:"count"`
		}](r)
		if err != nil {
			return nil, err
		}
		if err := c.BulkFollowers(q.Count); err != nil {
			return nil, badRequest{err}
		}
		return c.followersView(), nil
	}))
}

func putCallback(c *AccountControl, r *http.Request) (any, error) {
	q, err := given[callbackRequest](r)
	if err != nil {
		return nil, err
	}
	if q.Unverified {
		err = c.SetUnverifiedCallback(q.Callback)
	} else {
		err = c.SetCallback(r.Context(), q.Callback)
	}
	if err != nil {
		return nil, badRequest{err}
	}
	return c.Callback(), nil
}

// listDeliveries is the latest 200 pushes, newest first; openid keeps one
// follower's.
func listDeliveries(c *AccountControl, r *http.Request) (any, error) {
	openID := r.URL.Query().Get("openid")
	all := c.Deliveries()
	slices.Reverse(all)
	list := []Delivery{}
	for _, d := range all {
		if openID != "" && d.OpenID != openID {
			continue
		}
		if list = append(list, d); len(list) == 200 {
			break
		}
	}
	return list, nil
}

// errClosed is answered while the sandbox stops.
var errClosed = errors.New("the sandbox is closing")

// inBackground carries an act out without making the phone wait for an account
// that is slow to answer: it returns what became of the push if that is known
// soon, else that it is going on.
func (s *Sandbox) inBackground(r *http.Request, do func(context.Context) (Delivery, error)) (any, error) {
	type outcome struct {
		delivery Delivery
		err      error
	}
	ended := make(chan outcome, 1)
	ctx := context.WithoutCancel(r.Context())
	if !s.background(func() {
		d, err := do(ctx)
		ended <- outcome{d, err}
	}) {
		return nil, errClosed
	}
	soon, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	select {
	case o := <-ended:
		return o.delivery, o.err
	case <-soon.Done():
		return Delivery{State: Pushing, Attempts: []Attempt{}}, nil
	}
}
