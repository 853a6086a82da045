package desk

import (
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

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

// ReplyRuleForm is a reply rule as it is written. UpdatedAt is that of the
// rule that was edited: where it changed meanwhile, the form is refused;
// without it the form replaces whatever is there. What a rule that was read
// has besides may be sent back and is not looked at.
type ReplyRuleForm struct {
	Kind      tuwen.RuleKind  `json:"kind" enum:"follow,keyword,default"`
	Name      string          `json:"name" maxLength:"200"`
	Keywords  []tuwen.Keyword `json:"keywords,omitempty" maxItems:"200" doc:"of a keyword rule only"`
	ExactCase bool            `json:"exact_case,omitempty"`
	Priority  int             `json:"priority,omitempty" doc:"the larger wins; -100 to 100"`
	Active    *bool           `json:"active,omitempty" doc:"default true"`
	Days      []int           `json:"days,omitempty" maxItems:"7" doc:"of the week in Beijing, 1 is Monday; empty for every day"`
	From      string          `json:"from,omitempty" maxLength:"5" doc:"15:04 in Beijing; empty for the whole day"`
	Until     string          `json:"until,omitempty" maxLength:"5" doc:"15:04; before from, it is of the next day"`
	Mode      tuwen.ReplyMode `json:"mode,omitempty" enum:"all,random" doc:"default all"`
	Replies   []tuwen.Reply   `json:"replies" maxItems:"50"`
	UpdatedAt *time.Time      `json:"updated_at,omitempty" doc:"of the rule that was edited; 409 where it changed meanwhile"`

	ID        string `json:"id,omitempty" readOnly:"true"`
	Hits      int    `json:"hits,omitempty" readOnly:"true"`
	UpdatedBy string `json:"updated_by,omitempty" readOnly:"true"`
}

// ConversationForm is a conversation as it is written; see [ReplyRuleForm].
type ConversationForm struct {
	Name      string       `json:"name" maxLength:"200"`
	Opening   string       `json:"opening" maxLength:"4096"`
	Closing   string       `json:"closing,omitempty" maxLength:"4096"`
	Options   []OptionForm `json:"options" maxItems:"50"`
	UpdatedAt *time.Time   `json:"updated_at,omitempty" doc:"of the conversation that was edited; 409 where it changed meanwhile"`

	ID        string         `json:"id,omitempty" readOnly:"true"`
	UsedBy    []tuwen.UsedBy `json:"used_by,omitempty" readOnly:"true"`
	Starts    int            `json:"starts,omitempty" readOnly:"true"`
	UpdatedBy string         `json:"updated_by,omitempty" readOnly:"true"`
}

// OptionForm is an option as it is written.
type OptionForm struct {
	ID    string      `json:"id,omitempty" pattern:"^[0-9A-Za-z_-]{0,64}$" doc:"of an option that is there, which it keeps; a new one gets its own"`
	Label string      `json:"label" maxLength:"200"`
	Reply tuwen.Reply `json:"reply"`

	Picks int `json:"picks,omitempty" readOnly:"true"`
}
