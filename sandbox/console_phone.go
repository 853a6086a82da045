package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// patience is how long the phone waits to hear what became of an act; an act
// that cannot be done is refused at once.
const patience = 400 * time.Millisecond

// personView is somebody and his chats, one for each account.
type personView struct {
	Person
	Now   time.Time  `json:"now"`
	Chats []chatView `json:"chats"`
}

// chatView is a chat in the list of chats; Messages are in one alone.
type chatView struct {
	AppID    string    `json:"app_id"`
	Name     string    `json:"name"`
	Kind     Kind      `json:"kind"`
	Verified bool      `json:"verified"`
	OpenID   string    `json:"openid"`
	Followed bool      `json:"followed"`
	Unread   int       `json:"unread"`
	Typing   bool      `json:"typing"`
	Window   *Window   `json:"window"`
	Last     *lastView `json:"last"`
	Pushed   bool      `json:"pushed"` // the account has a callback
	Messages []Message `json:"messages,omitempty"`
	// Menu is what the chat shows at the bottom.
	Menu []MenuButton `json:"menu,omitempty"`
}

type lastView struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

func (a *account) chat(personID string, whole bool) chatView {
	a.mu.Lock()
	defer a.mu.Unlock()
	f, now := a.meet(personID), a.sandbox.Now()
	v := chatView{
		AppID: a.appID, Name: a.settings.Name, Kind: a.settings.Kind, Verified: a.settings.Verified,
		OpenID: f.OpenID, Followed: f.Followed, Unread: f.Unread, Typing: now.Before(f.typing),
		Window: f.view(now).Window, Pushed: a.callback.URL != "",
	}
	if n := len(f.Chat); n > 0 {
		v.Last = &lastView{At: f.Chat[n-1].At, Text: f.Chat[n-1].Preview()}
	}
	if whole {
		v.Messages = append([]Message{}, f.Chat...)
		v.Menu = a.openMenu(f).Buttons
	}
	return v
}

// routePhone mounts what a person does with a phone.
func (s *Sandbox) routePhone(mux *http.ServeMux) {
	const person = "/console/api/people/{person}"
	const chat = person + "/chats/{app_id}"
	on(mux, "GET /console/api/people", func(*http.Request) (any, error) { return append([]Person{}, s.People()...), nil })
	on(mux, "POST /console/api/people", func(r *http.Request) (any, error) {
		q, err := given[struct {
			Name string `json:"name"`
		}](r)
		if err != nil {
			return nil, err
		}
		p, err := s.AddPerson(q.Name)
		if err != nil {
			return nil, badRequest{err}
		}
		return p, nil
	})
	on(mux, "GET "+person, func(r *http.Request) (any, error) {
		p, err := s.person(r.PathValue("person"))
		if err != nil {
			return nil, err
		}
		v := personView{Person: p, Now: s.Now().In(beijing), Chats: []chatView{}}
		for _, a := range s.all() {
			v.Chats = append(v.Chats, a.chat(p.ID, false))
		}
		return v, nil
	})
	on(mux, "GET "+chat, s.inChat(func(c *AccountControl, _ string, r *http.Request) (any, error) {
		return c.acct.chat(r.PathValue("person"), true), nil
	}))
	on(mux, "POST "+chat+"/read", s.inChat(func(c *AccountControl, openID string, _ *http.Request) (any, error) {
		c.acct.read(openID)
		return ok(), nil
	}))
	on(mux, "POST "+chat+"/{verb}", s.inChat(s.actInChat))
	mux.HandleFunc("GET /console/api/events", s.streamEvents)
}

// read says that a follower looked at the chat.
func (a *account) read(openID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if f, found := a.roster.byID[openID]; found && f.Unread > 0 {
		f.Unread = 0
		a.sandbox.changed()
		a.sandbox.news.tell()
	}
}

// inChat finds the account and the person's OpenID at it.
func (s *Sandbox) inChat(do func(c *AccountControl, openID string, r *http.Request) (any, error)) action {
	return func(r *http.Request) (any, error) {
		c, err := s.control(r)
		if err != nil {
			return nil, err
		}
		openID, err := c.OpenID(r.PathValue("person"))
		if err != nil {
			return nil, err
		}
		return do(c, openID, r)
	}
}

// actRequest is what an act needs: of these fields one, or none.
type actRequest struct {
	Text   string `json:"text"`   // write
	Ticket string `json:"ticket"` // scan; or:
	Scene  string `json:"scene"`
	Key    string `json:"key"`    // tap
	Option string `json:"option"` // option
	Top    int    `json:"top"`    // button: its place, and inside a group; -1 for none
	Sub    int    `json:"sub"`
}

// actInChat carries out the verb of the address.
func (s *Sandbox) actInChat(c *AccountControl, openID string, r *http.Request) (any, error) {
	q, err := given[actRequest](r)
	if err != nil {
		return nil, err
	}
	var do func(context.Context) (Delivery, error)
	switch verb := r.PathValue("verb"); verb {
	case "follow":
		do = func(ctx context.Context) (Delivery, error) { return c.Follow(ctx, openID) }
	case "unfollow":
		do = func(ctx context.Context) (Delivery, error) { return c.Unfollow(ctx, openID) }
	case "write":
		do = func(ctx context.Context) (Delivery, error) { return c.Write(ctx, openID, q.Text) }
	case "picture":
		seed := strconv.Itoa(len(c.Inbox(openID)))
		do = func(ctx context.Context) (Delivery, error) { return c.SendPicture(ctx, openID, seed) }
	case "tap":
		do = func(ctx context.Context) (Delivery, error) { return c.Tap(ctx, openID, q.Key) }
	case "button":
		do = func(ctx context.Context) (Delivery, error) { return c.TapButton(ctx, openID, q.Top, q.Sub) }
	case "option":
		do = func(ctx context.Context) (Delivery, error) { return c.TapOption(ctx, openID, q.Option) }
	case "scan":
		do = func(ctx context.Context) (Delivery, error) { return c.scanGiven(ctx, openID, q) }
	default:
		return nil, fmt.Errorf("%q: %w", verb, ErrNoItem)
	}
	return s.inBackground(r, do)
}

func (c *AccountControl) scanGiven(ctx context.Context, openID string, q actRequest) (Delivery, error) {
	switch {
	case q.Ticket != "":
		return c.ScanTicket(ctx, openID, q.Ticket)
	case q.Scene != "":
		return c.Scan(ctx, openID, q.Scene)
	}
	return Delivery{}, badRequest{errors.New("scan: a ticket or a scene is needed")}
}

// streamEvents tells the phone, as server-sent events without content, that
// there is something to read again.
func (s *Sandbox) streamEvents(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	beat := time.NewTicker(20 * time.Second)
	defer beat.Stop()
	for text := "retry: 1000\ndata: changed\n\n"; ; {
		changed := s.news.wait()
		if _, err := w.Write([]byte(text)); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-changed:
			text = "data: changed\n\n"
		case <-beat.C:
			text = ": still here\n\n"
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		}
	}
}
