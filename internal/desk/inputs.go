package desk

import "github.com/tuwen/tuwen/internal/tuwen"

// SetUp is what makes the first administrator.
type SetUp struct {
	Code     string
	Name     string
	Email    string
	Password string
}

// SignedIn is an operator who proved who they are.
type SignedIn struct {
	Session tuwen.Session
}

// ProfileChange is what operators change of themselves; nil leaves a value
// as it is. A new password needs the current one.
type ProfileChange struct {
	Name            *string `json:"name,omitempty" maxLength:"200"`
	Language        *string `json:"language,omitempty" enum:"zh-CN,en"`
	Password        *string `json:"password,omitempty" maxLength:"1024"`
	CurrentPassword string  `json:"current_password,omitempty" maxLength:"1024" doc:"needed with password"`
}

// NewOperator lets a person in.
type NewOperator struct {
	Name     string     `json:"name" maxLength:"200"`
	Email    string     `json:"email" maxLength:"254"`
	Role     tuwen.Role `json:"role" enum:"admin,operator,viewer"`
	Password string     `json:"password" maxLength:"1024"`
}

// OperatorChange is what an administrator changes of an operator; nil leaves
// a value as it is. A new password, a new role and disabling end the
// operator's sessions.
type OperatorChange struct {
	Name     *string     `json:"name,omitempty" maxLength:"200"`
	Role     *tuwen.Role `json:"role,omitempty" enum:"admin,operator,viewer"`
	Disabled *bool       `json:"disabled,omitempty"`
	Password *string     `json:"password,omitempty" maxLength:"1024"`
}

// NewAccount connects an account.
type NewAccount struct {
	AppID            string            `json:"app_id" maxLength:"40" example:"wx2f4e8a1c9d3b7e60"`
	Name             string            `json:"name" maxLength:"200"`
	Kind             tuwen.AccountKind `json:"kind" enum:"subscription,service"`
	Verified         bool              `json:"verified,omitempty"`
	OriginalID       string            `json:"original_id,omitempty" maxLength:"60"`
	AppSecret        string            `json:"app_secret,omitempty" maxLength:"200" writeOnly:"true"`
	MessageToken     string            `json:"message_token,omitempty" maxLength:"32" writeOnly:"true" doc:"3 to 32 letters and digits"`
	EncodingAESKey   string            `json:"encoding_aes_key,omitempty" maxLength:"43" writeOnly:"true" doc:"43 letters and digits"`
	Encryption       tuwen.Encryption  `json:"encryption,omitempty" enum:"plain,compatible,safe" doc:"default safe"`
	APIBaseURL       string            `json:"api_base_url,omitempty" maxLength:"300" doc:"default https://api.weixin.qq.com"`
	ExternalTokenURL string            `json:"external_token_url,omitempty" maxLength:"500"`
	ExternalToken    string            `json:"external_token,omitempty" maxLength:"500" writeOnly:"true" doc:"sent as a bearer to external_token_url"`
}

// AccountChange changes an account; nil leaves a value as it is, an empty
// secret removes it.
type AccountChange struct {
	Name             *string            `json:"name,omitempty" maxLength:"200"`
	Kind             *tuwen.AccountKind `json:"kind,omitempty" enum:"subscription,service"`
	Verified         *bool              `json:"verified,omitempty"`
	OriginalID       *string            `json:"original_id,omitempty" maxLength:"60"`
	AppSecret        *string            `json:"app_secret,omitempty" maxLength:"200" writeOnly:"true"`
	MessageToken     *string            `json:"message_token,omitempty" maxLength:"32" writeOnly:"true"`
	EncodingAESKey   *string            `json:"encoding_aes_key,omitempty" maxLength:"43" writeOnly:"true"`
	Encryption       *tuwen.Encryption  `json:"encryption,omitempty" enum:"plain,compatible,safe"`
	APIBaseURL       *string            `json:"api_base_url,omitempty" maxLength:"300"`
	ExternalTokenURL *string            `json:"external_token_url,omitempty" maxLength:"500"`
	ExternalToken    *string            `json:"external_token,omitempty" maxLength:"500" writeOnly:"true"`
}

// HistoryQuery is a stretch of the history. Nil filters let everything pass;
// Month, as 2006-01, asks for what was updated in that Beijing month.
type HistoryQuery struct {
	Q      string
	Noted  *bool
	Used   *bool
	Month  string
	Limit  int
	Cursor string
}

// ChoiceQuery is a page of the picker.
type ChoiceQuery struct {
	Use     tuwen.Use
	Source  tuwen.Source
	Q       string
	Refresh bool
	Limit   int
	Cursor  string
}

// AuditQuery is a stretch of the audit; empty filters let everything pass.
type AuditQuery struct {
	AppID  string
	Actor  string
	Action string
	Limit  int
	Cursor string
}
