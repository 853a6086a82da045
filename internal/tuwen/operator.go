package tuwen

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Role is what an operator, or a token, may do.
type Role string

// The roles. A viewer reads; an operator also writes notes, syncs and
// deletes; an admin also manages accounts, operators, tokens and the audit.
const (
	Admin    Role = "admin"
	Operates Role = "operator"
	Viewer   Role = "viewer"
)

// Valid reports whether r is one of the three.
func (r Role) Valid() bool { return r == Admin || r == Operates || r == Viewer }

// AtLeast reports whether the role includes what least may do.
func (r Role) AtLeast(least Role) bool { return rank[r] >= rank[least] && rank[r] > 0 }

var rank = map[Role]int{Viewer: 1, Operates: 2, Admin: 3}

// Operator is a person who signs in 操作员.
type Operator struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Email     string     `json:"email"`
	Role      Role       `json:"role" enum:"admin,operator,viewer"`
	Disabled  bool       `json:"disabled"`
	CreatedAt time.Time  `json:"created_at"`
	SeenAt    *time.Time `json:"seen_at" doc:"last sign-in"`

	PasswordHash string `json:"-"`
	// Epoch is raised by "sign out everywhere"; a session of an older epoch
	// is none.
	Epoch int `json:"-"`
}

// APIToken lets a script in. Its text is shown once, when it is made.
type APIToken struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Role      Role       `json:"role" enum:"admin,operator,viewer"`
	CreatedBy string     `json:"created_by"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at"`
	Hash      []byte     `json:"-"`
}

// Actor is who does something: an operator, a script by its token, or the
// command line on the machine itself.
type Actor struct {
	OperatorID string
	TokenID    string
	Name       string
	Role       Role
	Address    string // where the request came from
}

// May returns nil where the actor's role includes least, else [Forbidden],
// or [Unauthenticated] for nobody.
func (a Actor) May(least Role) error {
	if a.Role == "" {
		return Errorf(Unauthenticated, "session.none", "sign in first")
	}
	if !a.Role.AtLeast(least) {
		return Errorf(Forbidden, "role.too_low", "your role may not do this; it needs "+string(least)).With("needs", string(least))
	}
	return nil
}

// Entry is one line of the audit 审计: who did what to what, and when.
type Entry struct {
	ID      string            `json:"id"`
	At      time.Time         `json:"at"`
	Actor   string            `json:"actor"`
	Address string            `json:"address,omitempty"`
	Action  string            `json:"action" doc:"noun.verb, e.g. note.write; the locales make a sentence of it"`
	AppID   string            `json:"app_id,omitempty"`
	Subject string            `json:"subject,omitempty" doc:"id of what it was done to"`
	Name    string            `json:"name,omitempty" doc:"its title or name then"`
	Details map[string]string `json:"details,omitempty" doc:"before, after, counts; never a secret"`
}

// MinPassword is how many characters a password needs.
const MinPassword = 10

// CheckPassword returns [Invalid] for a password that is too short, too long
// to be one, or contains the email's name.
func CheckPassword(password, email string) error {
	n := utf8.RuneCountInString(password)
	name, _, _ := strings.Cut(strings.ToLower(email), "@")
	switch {
	case n < MinPassword:
		return Errorf(Invalid, "password.short", "a password has at least 10 characters").With("field", "password")
	case len(password) > 256:
		return Errorf(Invalid, "password.long", "a password has at most 256 bytes").With("field", "password")
	case len(name) > 3 && strings.Contains(strings.ToLower(password), name):
		return Errorf(Invalid, "password.name", "a password does not contain the email's name").With("field", "password")
	}
	return nil
}

// EmailAddress returns the address as it is kept, in lower case, or
// [Invalid].
func EmailAddress(s string) (string, error) {
	a, err := mail.ParseAddress(strings.TrimSpace(s))
	if err != nil || len(s) > 254 || a.Name != "" {
		return "", Errorf(Invalid, "operator.email", "that is not an email address").With("field", "email")
	}
	return strings.ToLower(a.Address), nil
}

// PersonName returns a person's or a token's name as it is kept, or
// [Invalid].
func PersonName(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || utf8.RuneCountInString(s) > 40 || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return "", Errorf(Invalid, "operator.name", "a name has 1 to 40 characters").With("field", "name")
	}
	return s, nil
}
