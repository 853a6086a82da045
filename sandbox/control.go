package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// AccountControl reaches behind the platform: it changes an account's content
// as its owner does on mp.weixin.qq.com, and makes calls fail. All methods are
// safe for concurrent use, also from the hook of OnCall.
type AccountControl struct {
	acct *account
}

// AddDraft puts a draft into the box. MediaID and the times may be left empty;
// the item returned holds what the platform made of them. It fails when there
// is no article, more than 8, or the MediaID is taken.
func (c *AccountControl) AddDraft(it Item) (Item, error) {
	return c.add(&c.acct.drafts, kindDraft, it)
}

// UpdateDraft edits a draft in place: edit gets the present item, bodies
// included. The update time becomes now unless edit sets another. edit runs
// again on the newer item when another edit came between. The error wraps
// [ErrNoItem] for an unknown id.
func (c *AccountControl) UpdateDraft(mediaID string, edit func(*Item)) (Item, error) {
	return c.update(&c.acct.drafts, mediaID, edit)
}

// DeleteDraft deletes a draft; the error wraps [ErrNoItem] for an unknown id.
func (c *AccountControl) DeleteDraft(mediaID string) error {
	return c.remove(&c.acct.drafts, mediaID)
}

// PublishDraft publishes a draft without telling followers: it vanishes from
// the box and appears among the published with an article id, which is the
// MediaID of the item returned.
func (c *AccountControl) PublishDraft(mediaID string) (Item, error) {
	return c.acct.publish(mediaID)
}

// AddHistory adds a history item, like [AccountControl.AddDraft]. The error
// wraps [ErrFrozen] where the account's history is frozen.
func (c *AccountControl) AddHistory(it Item) (Item, error) {
	c.acct.mu.Lock()
	frozen := c.acct.settings.FrozenHistory
	c.acct.mu.Unlock()
	if frozen {
		return Item{}, fmt.Errorf("add history: %w", ErrFrozen)
	}
	return c.add(&c.acct.history, kindHistory, it)
}

// UpdateHistory edits a history item, like [AccountControl.UpdateDraft].
func (c *AccountControl) UpdateHistory(mediaID string, edit func(*Item)) (Item, error) {
	return c.update(&c.acct.history, mediaID, edit)
}

// DeleteHistory deletes a history item, like [AccountControl.DeleteDraft].
func (c *AccountControl) DeleteHistory(mediaID string) error {
	return c.remove(&c.acct.history, mediaID)
}

// AddPublished adds a published item, like [AccountControl.AddDraft].
func (c *AccountControl) AddPublished(it Item) (Item, error) {
	return c.add(&c.acct.published, kindPublished, it)
}

// UpdatePublished edits a published item, like [AccountControl.UpdateDraft].
func (c *AccountControl) UpdatePublished(articleID string, edit func(*Item)) (Item, error) {
	return c.update(&c.acct.published, articleID, edit)
}

// DeletePublished deletes a published item for good.
func (c *AccountControl) DeletePublished(articleID string) error {
	return c.remove(&c.acct.published, articleID)
}

// Drafts is the draft box, newest created first, bodies included.
func (c *AccountControl) Drafts() []Item { return c.items(&c.acct.drafts) }

// History is the history, newest created first, bodies included.
func (c *AccountControl) History() []Item { return c.items(&c.acct.history) }

// Published is what was published, newest first, bodies included.
func (c *AccountControl) Published() []Item { return c.items(&c.acct.published) }

// Draft is one draft; the error wraps [ErrNoItem] for an unknown id.
func (c *AccountControl) Draft(mediaID string) (Item, error) { return c.item(&c.acct.drafts, mediaID) }

// HistoryItem is one history item, like [AccountControl.Draft].
func (c *AccountControl) HistoryItem(mediaID string) (Item, error) {
	return c.item(&c.acct.history, mediaID)
}

// PublishedItem is one published item, like [AccountControl.Draft].
func (c *AccountControl) PublishedItem(articleID string) (Item, error) {
	return c.item(&c.acct.published, articleID)
}

// Settings is the account as the platform knows it.
func (c *AccountControl) Settings() Account {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.settings.clone()
}

// Calls is how many calls of path came for this account since the last
// ResetCalls, refused and broken ones included. Calls whose account cannot be
// told (no or unknown token, unknown AppID) are not counted.
func (c *AccountControl) Calls(path string) int {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.calls[path]
}

// AllCalls is Calls of every path that was called.
func (c *AccountControl) AllCalls() map[string]int {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return maps.Clone(c.acct.calls)
}

// ResetCalls sets all counts of Calls to zero. Quotas stay.
func (c *AccountControl) ResetCalls() {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	clear(c.acct.calls)
}

// SetQuota sets how many calls of path are allowed on a Beijing day.
func (c *AccountControl) SetQuota(path string, limit int) {
	c.change(func(a *account) { a.usage.Limits[path] = limit })
}

// Quota is the calls of path used today, in Beijing, and allowed a day.
func (c *AccountControl) Quota(path string) (used, limit int) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.usage.of(path, c.acct.sandbox.Now())
}

// ClearQuota sets today's used calls of all paths to zero, as the button of
// the console does; it does not count among the ten of clear_quota.
func (c *AccountControl) ClearQuota() {
	c.change(func(a *account) { clear(a.usage.Used) })
}

// SetFault plans calls to go wrong. Plans add up; for one call the oldest that
// fits is taken.
func (c *AccountControl) SetFault(f Fault) {
	c.change(func(a *account) { a.faults = append(a.faults, f) })
}

// Faults lists the plans that still have calls to spoil.
func (c *AccountControl) Faults() []Fault {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return slices.Clone(c.acct.faults)
}

// ClearFaults drops all plans. A call that hangs already goes on hanging.
func (c *AccountControl) ClearFaults() {
	c.change(func(a *account) { a.faults = nil })
}

// SetPermission allows or refuses (48001) all interfaces whose path begins
// with prefix; of several prefixes the longest decides.
func (c *AccountControl) SetPermission(prefix string, allowed bool) {
	c.change(func(a *account) { a.permission[prefix] = allowed })
}

// Permissions lists what SetPermission set.
func (c *AccountControl) Permissions() map[string]bool {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return maps.Clone(c.acct.permission)
}

// SetSecret resets the AppSecret. Tokens made with the old one stay valid.
func (c *AccountControl) SetSecret(secret string) {
	c.change(func(a *account) { a.settings.Secret = secret })
}

// SetIPWhitelist sets the addresses and CIDR ranges that may ask for a token;
// none switches the check off. It fails on what is neither.
func (c *AccountControl) SetIPWhitelist(list ...string) error {
	allowed, err := prefixes(list)
	if err != nil {
		return err
	}
	c.change(func(a *account) { a.settings.IPWhitelist, a.allowed = slices.Clone(list), allowed })
	return nil
}

// SetSeenAs sets the address the platform takes every caller for; empty means
// the address of the connection.
func (c *AccountControl) SetSeenAs(addr string) {
	c.change(func(a *account) { a.settings.SeenAs = addr })
}

// SetFrozenHistory freezes or thaws the history; see [Account].
func (c *AccountControl) SetFrozenHistory(frozen bool) {
	c.change(func(a *account) { a.settings.FrozenHistory = frozen })
}

// ExpireToken does what somebody else's force_refresh does: the present token
// of stable_token is dead (40001) and normal mode gives another one.
func (c *AccountControl) ExpireToken() {
	c.change(func(a *account) {
		pool := a.tokens[pathStableToken]
		pool.replace(a.sandbox.Now(), false)
	})
}

// OnCall sets a hook that runs before a call is carried out, with its path and
// its number since ResetCalls, beginning at 1: the way to move a list between
// pages. Calls at once run it at once. nil removes it.
func (c *AccountControl) OnCall(hook func(path string, n int)) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	c.acct.onCall = hook
}

func (c *AccountControl) change(apply func(*account)) {
	c.acct.mu.Lock()
	apply(c.acct)
	c.acct.mu.Unlock()
	c.acct.sandbox.changed()
}

func (c *AccountControl) add(b *shelf, kind itemKind, it Item) (Item, error) {
	a := c.acct
	if err := checkArticles(it.Articles); err != nil {
		return Item{}, fmt.Errorf("add %s: %w", kind, err)
	}
	a.mu.Lock()
	kept := a.keep(kind, it)
	err := b.add(kept)
	a.mu.Unlock()
	if err != nil {
		return Item{}, fmt.Errorf("add %s: %w", kind, err)
	}
	a.sandbox.changed()
	return a.show(kept), nil
}

func (c *AccountControl) update(b *shelf, id string, edit func(*Item)) (Item, error) {
	a := c.acct
	a.mu.Lock()
	old, err := b.find(id)
	a.mu.Unlock()
	if err != nil {
		return Item{}, fmt.Errorf("update: %w", err)
	}
	before := a.show(old)
	after := a.show(old)
	edit(&after)
	if err := checkArticles(after.Articles); err != nil {
		return Item{}, fmt.Errorf("update: %w", err)
	}
	if after.UpdateTime.Equal(before.UpdateTime) {
		after.UpdateTime = a.sandbox.Now()
	}
	after.MediaID = id
	kept := a.rekeep(old, before, after)
	a.mu.Lock()
	if now, lookup := b.find(id); lookup == nil && now != old {
		a.mu.Unlock()
		return c.update(b, id, edit) // edited meanwhile: edit that instead
	}
	err = b.replace(kept)
	a.mu.Unlock()
	if err != nil {
		return Item{}, fmt.Errorf("update: %w", err)
	}
	a.sandbox.changed()
	return a.show(kept), nil
}

func (c *AccountControl) remove(b *shelf, id string) error {
	c.acct.mu.Lock()
	err := b.remove(id)
	c.acct.mu.Unlock()
	if err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	c.acct.sandbox.changed()
	return nil
}

func (c *AccountControl) item(b *shelf, id string) (Item, error) {
	c.acct.mu.Lock()
	kept, err := b.find(id)
	c.acct.mu.Unlock()
	if err != nil {
		return Item{}, err
	}
	return c.acct.show(kept), nil
}

func (c *AccountControl) items(b *shelf) []Item {
	c.acct.mu.Lock()
	kept := slices.Clone(b.list)
	c.acct.mu.Unlock()
	list := make([]Item, len(kept))
	for i, it := range kept {
		list[i] = c.acct.show(it)
	}
	return list
}

// seconds is t cut to the whole seconds that WeChat keeps.
func seconds(unix int64) time.Time { return time.Unix(unix, 0).In(beijing) }
