package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// snapshotName is the one file in Config.Dir.
const snapshotName = "sandbox.json"

// Changes are gathered before they are written: those of content and tokens
// for two seconds, counted calls for longer, since there are many of them.
const (
	saveDelay  = 2 * time.Second
	countDelay = 30 * time.Second
)

// snapshot is the state on disk. Sample bodies are kept as the seeds they are
// written from. Counts of calls, hooks, latency and the public URL belong to a
// run and are not kept.
type snapshot struct {
	Version  int               `json:"version"`
	Shift    time.Duration     `json:"shift"`
	Accounts []accountSnapshot `json:"accounts"`
	People   []Person          `json:"people,omitempty"`
}

type accountSnapshot struct {
	Settings   Account               `json:"settings"`
	Serial     int                   `json:"serial"`
	Drafts     []*stored             `json:"drafts"`
	History    []*stored             `json:"history"`
	Published  []*stored             `json:"published"`
	Tokens     map[string]*tokenPool `json:"tokens"`
	Usage      usage                 `json:"usage"`
	Faults     []Fault               `json:"faults"`
	Permission map[string]bool       `json:"permission"`

	Roster         roster          `json:"roster"`
	Tags           []tag           `json:"tags"`
	LastTag        int             `json:"last_tag"`
	Images         []imageMaterial `json:"images,omitempty"`
	Codes          []qrCode        `json:"codes,omitempty"`
	PermanentLimit int             `json:"permanent_limit,omitempty"`
	Callback       Callback        `json:"callback"`
	AutoReplies    AutoReplies     `json:"auto_replies"`
	Menus          menus           `json:"menus"`
	Mass           massBook        `json:"mass"`
}

const snapshotVersion = 1

// keeper writes the state of a sandbox to its folder soon after changes.
type keeper struct {
	sandbox *Sandbox
	path    string

	mu     sync.Mutex
	timer  *time.Timer // nil when nothing is to be written
	due    time.Time   // when the timer strikes
	closed bool

	writing sync.Mutex // one write at a time
}

func openKeeper(dir string, s *Sandbox) (*keeper, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the sandbox's folder: %w", err)
	}
	k := &keeper{sandbox: s, path: filepath.Join(dir, snapshotName)}
	text, err := os.ReadFile(k.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, nil
	case err != nil:
		return nil, fmt.Errorf("read the sandbox's state: %w", err)
	}
	var snap snapshot
	if err := json.Unmarshal(text, &snap); err != nil {
		return nil, fmt.Errorf("read the sandbox's state: %s: %w", k.path, err)
	}
	if snap.Version != snapshotVersion {
		return nil, fmt.Errorf("read the sandbox's state: %s is of version %d, not %d: remove it to start anew",
			k.path, snap.Version, snapshotVersion)
	}
	return k, s.restore(snap)
}

// touch plans a write, or brings a planned one forward.
func (k *keeper) touch(within time.Duration) {
	due := time.Now().Add(within)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed || k.timer != nil && !due.Before(k.due) {
		return
	}
	if k.timer != nil {
		k.timer.Stop() // too late to stop means that it is being written: twice does no harm
	}
	k.due = due
	k.timer = time.AfterFunc(within, k.strike)
}

func (k *keeper) strike() {
	k.mu.Lock()
	k.timer = nil
	k.mu.Unlock()
	if err := k.write(); err != nil {
		k.sandbox.log.Error("could not write the sandbox's state", "error", err)
	}
}

// close writes for the last time.
func (k *keeper) close() error {
	k.mu.Lock()
	k.closed = true
	if k.timer != nil {
		k.timer.Stop()
	}
	k.mu.Unlock()
	return k.write()
}

// write replaces the file by way of another, so that a crash leaves the old or
// the new one whole.
func (k *keeper) write() error {
	k.writing.Lock()
	defer k.writing.Unlock()
	text, err := json.Marshal(k.sandbox.snapshot())
	if err != nil {
		return fmt.Errorf("encode the sandbox's state: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(k.path), snapshotName+".*")
	if err != nil {
		return fmt.Errorf("write the sandbox's state: %w", err)
	}
	_, err = temp.Write(text)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), k.path)
	}
	if err != nil {
		_ = os.Remove(temp.Name()) // the write's error is the one to tell
		return fmt.Errorf("write the sandbox's state: %w", err)
	}
	return nil
}

// snapshot copies the state, one account at a time.
func (s *Sandbox) snapshot() snapshot {
	snap := snapshot{Version: snapshotVersion, Shift: s.clock.shifted(), People: s.People()}
	for _, a := range s.all() {
		snap.Accounts = append(snap.Accounts, a.snapshot())
	}
	return snap
}

func (a *account) snapshot() accountSnapshot {
	a.mu.Lock()
	defer a.mu.Unlock()
	tokens := map[string]*tokenPool{}
	for path, pool := range a.tokens {
		kept := *pool
		kept.Tokens = slices.Clone(pool.Tokens)
		tokens[path] = &kept
	}
	counted := a.usage
	counted.Used, counted.Limits = maps.Clone(counted.Used), maps.Clone(counted.Limits)
	return accountSnapshot{
		Settings: a.settings.clone(), Serial: a.serial,
		Drafts: slices.Clone(a.drafts.list), History: slices.Clone(a.history.list), Published: slices.Clone(a.published.list),
		Tokens: tokens, Usage: counted, Faults: slices.Clone(a.faults), Permission: maps.Clone(a.permission),
		Roster: a.roster.clone(), Tags: slices.Clone(a.tags), LastTag: a.lastTag, Images: slices.Clone(a.images),
		Codes: slices.Clone(a.codes), PermanentLimit: a.permanentLimit, Callback: a.callback, AutoReplies: a.autoReplies.clone(),
		Menus: a.menus.clone(), Mass: a.mass.clone(),
	}
}

// restore puts a snapshot into a new sandbox.
func (s *Sandbox) restore(snap snapshot) error {
	s.clock.restore(snap.Shift)
	s.people = snap.People
	for _, kept := range snap.Accounts {
		a, err := newAccount(kept.Settings, s)
		if err != nil {
			return fmt.Errorf("restore the sandbox's state: %w", err)
		}
		a.serial = kept.Serial
		a.drafts, a.history, a.published = shelfOf(kept.Drafts), shelfOf(kept.History), shelfOf(kept.Published)
		maps.Copy(a.tokens, kept.Tokens)
		a.faults = kept.Faults
		maps.Copy(a.permission, kept.Permission)
		maps.Copy(a.usage.Used, kept.Usage.Used)
		maps.Copy(a.usage.Limits, kept.Usage.Limits)
		a.usage.Day, a.usage.Month, a.usage.Clears = kept.Usage.Day, kept.Usage.Month, kept.Usage.Clears
		a.restoreFollowers(kept)
		s.accounts[kept.Settings.AppID] = a
		s.order = append(s.order, kept.Settings.AppID)
	}
	return nil
}

// restoreFollowers puts back what has to do with followers; a state written
// before there were any holds none of it.
func (a *account) restoreFollowers(kept accountSnapshot) {
	a.roster.restore(kept.Roster)
	if len(kept.Tags) > 0 {
		a.tags, a.lastTag = kept.Tags, kept.LastTag
	}
	a.images, a.callback, a.autoReplies, a.menus, a.mass = kept.Images, kept.Callback, kept.AutoReplies, kept.Menus, kept.Mass
	for _, code := range kept.Codes {
		a.addCode(code)
	}
	if kept.PermanentLimit > 0 {
		a.permanentLimit = kept.PermanentLimit
	}
}

func shelfOf(items []*stored) shelf {
	b := shelf{list: items}
	for _, it := range items {
		b.index(it)
	}
	return b
}
