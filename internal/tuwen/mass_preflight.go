package tuwen

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// CheckStop is a check of a preflight by which nothing is sent; beside it there
// are [CheckOK], [CheckWarning], and [CheckUnknown] for what only WeChat knows
// (未知).
const CheckStop CheckState = "stop"

// MassCheck is one check of a preflight. Code names it: material, articles,
// lengths, account, audience, quota, repeated, reprint, original, autosaved,
// own_id, schedule. Reason says what is wrong, by a word that the locales know.
type MassCheck struct {
	Code   string            `json:"code"`
	State  CheckState        `json:"state" enum:"ok,warning,stop,unknown"`
	Reason string            `json:"reason"`
	Params map[string]string `json:"params,omitempty"`
}

// Preflight is what is known of a mass send before it goes out 发送前检查.
type Preflight struct {
	At     time.Time   `json:"at"`
	Ready  bool        `json:"ready" doc:"nothing stops it"`
	Checks []MassCheck `json:"checks"`
	// People is how many it is addressed to, by what is known here; null before
	// the first sync of the followers has finished.
	People *int      `json:"people" doc:"how many it is addressed to, by what is known here; of kind all and tag null before the first sync of the followers has finished"`
	Quota  MassQuota `json:"quota"`
}

// Preflighted is what a [Preflight] looks at.
type Preflighted struct {
	Account Account
	Send    MassSend
	// Articles are the material's as WeChat has it now, Read tells whether it
	// could be asked; none of an asked WeChat are a material that is gone.
	Articles []Article
	Read     bool
	// Changed tells that the material is another than in the last preview.
	Changed bool
	// People is how many it is addressed to; TagKnown whether the tag is one.
	People   *int
	TagKnown bool
	Quota    MassQuota
	// Earlier is when the same material was last sent.
	Earlier *time.Time
	Now     time.Time
}

// The limits of articles at WeChat, in characters.
//
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
const (
	maxArticleTitle  = 32
	maxArticleAuthor = 16
	maxArticleDigest = 128
	maxArticles      = 8
)

// Look makes every check. It has no side effects.
func (in *Preflighted) Look() *Preflight {
	p := &Preflight{At: in.Now, People: in.People, Quota: in.Quota, Ready: true}
	for _, check := range []func() MassCheck{
		in.material, in.articles, in.lengths, in.account, in.audience, in.quota, in.repeated,
		in.reprint, in.original, in.autosaved, in.ownID, in.schedule,
	} {
		c := check()
		p.Checks = append(p.Checks, c)
		p.Ready = p.Ready && c.State != CheckStop
	}
	return p
}

func found(code string, state CheckState, reason string) MassCheck {
	return MassCheck{Code: code, State: state, Reason: reason}
}

func (c MassCheck) with(name, value string) MassCheck {
	params := map[string]string{name: value}
	for k, v := range c.Params {
		params[k] = v
	}
	c.Params = params
	return c
}

func (in *Preflighted) material() MassCheck {
	switch {
	case !in.Read:
		return found("material", CheckUnknown, "unreachable")
	case len(in.Articles) == 0:
		return found("material", CheckStop, "gone")
	case in.Changed:
		return found("material", CheckWarning, "changed")
	}
	return found("material", CheckOK, "")
}

func (in *Preflighted) articles() MassCheck {
	n := strconv.Itoa(len(in.Articles))
	for i, a := range in.Articles {
		if a.Type != "" && a.Type != "news" {
			return found("articles", CheckUnknown, "type").with("article", strconv.Itoa(i+1)).with("type", a.Type)
		}
	}
	switch {
	case len(in.Articles) == 0:
		return found("articles", CheckUnknown, "")
	case len(in.Articles) > maxArticles:
		return found("articles", CheckStop, "many").with("count", n)
	}
	return found("articles", CheckOK, "").with("count", n)
}

// lengths warns only: WeChat took the draft, and its own limits contradict
// each other.
func (in *Preflighted) lengths() MassCheck {
	for i, a := range in.Articles {
		reason := ""
		switch {
		case strings.TrimSpace(a.Title) == "":
			reason = "no_title"
		case utf8.RuneCountInString(a.Title) > maxArticleTitle:
			reason = "title"
		case utf8.RuneCountInString(a.Author) > maxArticleAuthor:
			reason = "author"
		case utf8.RuneCountInString(a.Digest) > maxArticleDigest:
			reason = "digest"
		case len(a.ContentSourceURL) > 1024:
			reason = "source_url"
		}
		if reason != "" {
			return found("lengths", CheckWarning, reason).with("article", strconv.Itoa(i+1))
		}
	}
	if len(in.Articles) == 0 {
		return found("lengths", CheckUnknown, "")
	}
	return found("lengths", CheckOK, "")
}

func (in *Preflighted) account() MassCheck {
	switch {
	case !in.Account.Verified:
		return found("account", CheckStop, "unverified")
	case in.Send.Audience.Kind == ToOpenIDs && in.Account.Kind != Service:
		return found("account", CheckStop, "not_service")
	}
	return found("account", CheckOK, "")
}

func (in *Preflighted) audience() MassCheck {
	switch a := in.Send.Audience; {
	case a.Kind == ToTag && !in.TagKnown:
		return found("audience", CheckStop, "tag_gone")
	case in.People == nil:
		return found("audience", CheckUnknown, "never_read")
	case *in.People == 0, a.Kind == ToOpenIDs && *in.People < 2:
		return found("audience", CheckStop, "nobody").with("people", strconv.Itoa(*in.People))
	}
	return found("audience", CheckOK, "").with("people", strconv.Itoa(*in.People))
}

// quota stops nothing for a service account: who had four gets nothing, and
// the others do.
func (in *Preflighted) quota() MassCheck {
	c := found("quota", CheckOK, "own_record")
	if in.Quota.Used >= in.Quota.Limit {
		c = found("quota", CheckWarning, "month_used")
		if in.Quota.Period == "day" {
			c = found("quota", CheckStop, "day_used")
		}
	}
	return c.with("used", strconv.Itoa(in.Quota.Used)).with("limit", strconv.Itoa(in.Quota.Limit))
}

func (in *Preflighted) repeated() MassCheck {
	if in.Earlier != nil {
		return found("repeated", CheckWarning, "sent_before").with("at", in.Earlier.UTC().Format(time.RFC3339))
	}
	return found("repeated", CheckOK, "")
}

func (in *Preflighted) reprint() MassCheck {
	if in.Send.IgnoreReprint {
		return found("reprint", CheckOK, "ignore")
	}
	return found("reprint", CheckOK, "stop")
}

func (in *Preflighted) original() MassCheck { return found("original", CheckUnknown, "wechat_tells") }

// autosaved and ownID are known when a preview of the material, as it is now,
// went out.
func (in *Preflighted) autosaved() MassCheck {
	switch {
	case in.Send.Source != Draft, in.Send.PreviewedAt != nil && !in.Changed:
		return found("autosaved", CheckOK, "")
	case in.Send.Problem != nil && in.Send.Problem.Code == "wechat.48021":
		return found("autosaved", CheckStop, "autosaved")
	}
	return found("autosaved", CheckUnknown, "preview_tells")
}

func (in *Preflighted) ownID() MassCheck {
	switch {
	case in.Send.CopyNeeded:
		return found("own_id", CheckStop, "copy_needed")
	case in.Send.Source == Draft, in.Send.PreviewedAt != nil:
		return found("own_id", CheckOK, "")
	}
	return found("own_id", CheckUnknown, "preview_tells")
}

func (in *Preflighted) schedule() MassCheck {
	at := in.Send.ScheduledAt
	if at == nil || in.Send.State != MassDraft {
		return found("schedule", CheckOK, "")
	}
	if err := CheckSchedule(*at, in.Now); err != nil {
		return found("schedule", CheckStop, strings.TrimPrefix(CodeOf(err), "mass_send."))
	}
	return found("schedule", CheckOK, "")
}
