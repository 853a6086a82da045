package tuwen

import "time"

// Language is the one an operator reads the console in.
type Language string

// The languages.
const (
	Chinese Language = "zh-CN"
	English Language = "en"
)

// LanguageOf returns the language by its tag, Chinese for "", and [Invalid]
// for one that the console does not speak.
func LanguageOf(s string) (Language, error) {
	switch Language(s) {
	case "", Chinese:
		return Chinese, nil
	case English:
		return English, nil
	}
	return "", Errorf(Invalid, "language.unknown", "language is zh-CN or en").With("field", "language")
}

// Session is who is signed in, and until when.
type Session struct {
	Operator Operator `json:"operator"`
	Language Language `json:"language" enum:"zh-CN,en"`
	// ExpiresAt is nil for a script, whose token does not expire.
	ExpiresAt *time.Time `json:"expires_at"`
	// Token tells that a script is speaking; Operator then carries the
	// token's id, name and role.
	Token bool `json:"token"`
}

// HandedToken is an access token as it is handed to another system.
type HandedToken struct {
	AccessToken string    `json:"access_token"`
	ExpiresAt   time.Time `json:"expires_at"`
}

// MadeToken is an API token just made, with its text: the only time it is
// shown.
type MadeToken struct {
	APIToken
	Token string `json:"token" doc:"shown once; keep it"`
}
