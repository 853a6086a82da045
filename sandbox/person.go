package sandbox

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Person is somebody with a phone. To each account he is another OpenID; what
// he is called, no account is ever told.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// AddPerson adds somebody, who follows nobody yet. It fails without a name.
func (s *Sandbox) AddPerson(name string) (Person, error) {
	if name = strings.TrimSpace(name); name == "" {
		return Person{}, errors.New("add a person: a name is needed")
	}
	s.mu.Lock()
	p := Person{ID: "p" + strconv.Itoa(len(s.people)+1), Name: name}
	s.people = append(s.people, p)
	s.mu.Unlock()
	s.changed()
	s.news.tell()
	return p, nil
}

// People lists everybody in the order they were added.
func (s *Sandbox) People() []Person {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.people)
}

func (s *Sandbox) person(id string) (Person, error) {
	for _, p := range s.People() {
		if p.ID == id {
			return p, nil
		}
	}
	return Person{}, fmt.Errorf("person %q: %w", id, ErrNoItem)
}

// unionID is a person's id at all accounts; in the sandbox they are bound to
// one Open Platform account.
func unionID(personID string) string {
	return "oU" + base64.RawURLEncoding.EncodeToString(digestOf("union", personID))[:26]
}

// OpenID is a person's OpenID at this account, whether he follows it or not.
// The error wraps [ErrNoItem] for a person that does not exist.
func (c *AccountControl) OpenID(personID string) (string, error) {
	if _, err := c.acct.sandbox.person(personID); err != nil {
		return "", err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.meet(personID).OpenID, nil
}

// meet is a person as the account knows him; strangers are noted. The caller
// holds a.mu.
func (a *account) meet(personID string) *follower {
	id := openIDOf(a.settings.AppID, personID)
	if f, ok := a.roster.byID[id]; ok {
		return f
	}
	f := &follower{OpenID: id, PersonID: personID, Place: -1}
	a.roster.keep(f)
	return f
}

// NewOpenID adds a person and returns his OpenID at this account, which he
// does not follow yet.
func (c *AccountControl) NewOpenID(name string) (string, error) {
	p, err := c.acct.sandbox.AddPerson(name)
	if err != nil {
		return "", err
	}
	return c.OpenID(p.ID)
}

// BulkFollowers makes the account have n followers more that are nobody in
// particular. They cost no memory until something happens to one, nothing is
// pushed, and [AccountControl.BulkOpenID] names them. They came evenly between
// the account's beginning and now; another call spreads all of them anew. They
// are 16,777,216 at the most.
func (c *AccountControl) BulkFollowers(n int) error {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if n < 0 || a.roster.Bulk+n > maxBulk {
		return fmt.Errorf("bulk followers: %d at the most, and no fewer than before", maxBulk)
	}
	a.roster.grow(n, a.settings.CreatedAt, a.sandbox.Now())
	a.sandbox.changed()
	return nil
}

// BulkCount is how many bulk followers there are, those among them who left.
func (c *AccountControl) BulkCount() int {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.roster.Bulk
}

// BulkOpenID is the OpenID of the bulk follower at a place, counted from 0.
func (c *AccountControl) BulkOpenID(place int) string { return bulkID(c.acct.appID, place) }

// Follower is somebody with an OpenID of this account. The error wraps
// [ErrNoItem] for an unknown one.
func (c *AccountControl) Follower(openID string) (Follower, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.find(openID)
	if err != nil {
		return Follower{}, err
	}
	return f.view(a.sandbox.Now()), nil
}

// FollowerCount is how many follow now.
func (c *AccountControl) FollowerCount() int {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.roster.total()
}
