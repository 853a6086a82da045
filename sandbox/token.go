package sandbox

import (
	"time"
)

const (
	tokenLife    = 7200 * time.Second
	tokenOverlap = 5 * time.Minute
	forceGap     = 30 * time.Second
	forceADay    = 20
)

// tokenState is what the platform thinks of a token it is shown.
type tokenState int

const (
	tokenUnknown tokenState = iota
	tokenValid
	tokenExpired  // its two hours are over: 42001
	tokenReplaced // another one was made and the overlap is over: 40001
)

// token is one access token of a pool.
type token struct {
	Value    string    `json:"value"`
	Expires  time.Time `json:"expires"`
	Replaced time.Time `json:"replaced"` // dead from then on; zero while it is the present one
}

// tokenPool is the tokens of one token interface; the two interfaces of an
// account know nothing of each other
// (https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken.html).
// The account's mutex guards it.
type tokenPool struct {
	Tokens   []token   `json:"tokens"` // newest last
	ForcedAt time.Time `json:"forced_at"`
	ForceDay string    `json:"force_day"`
	Forced   int       `json:"forced"` // on ForceDay
}

// rememberedTokens is how many tokens a pool can still call expired or
// replaced; older ones are unknown.
const rememberedTokens = 64

// current is the present token if it is still good.
func (p *tokenPool) current(now time.Time) (token, bool) {
	if len(p.Tokens) == 0 {
		return token{}, false
	}
	t := p.Tokens[len(p.Tokens)-1]
	return t, now.Before(t.Expires) && (t.Replaced.IsZero() || now.Before(t.Replaced))
}

// replace makes a new present token. The one before lives five more minutes
// with overlap, else it dies at once.
func (p *tokenPool) replace(now time.Time, overlap bool) token {
	if n := len(p.Tokens); n > 0 {
		last := &p.Tokens[n-1]
		last.Replaced = now
		if overlap {
			last.Replaced = now.Add(tokenOverlap)
		}
	}
	if !overlap {
		for i := range p.Tokens {
			if p.Tokens[i].Replaced.After(now) {
				p.Tokens[i].Replaced = now
			}
		}
	}
	fresh := token{Value: randomToken(), Expires: now.Add(tokenLife)}
	p.Tokens = append(p.Tokens, fresh)
	if over := len(p.Tokens) - rememberedTokens; over > 0 {
		p.Tokens = p.Tokens[over:]
	}
	return fresh
}

// stable is normal mode: the same token until its last five minutes, then a
// new one while both work.
func (p *tokenPool) stable(now time.Time) token {
	if t, good := p.current(now); good && t.Expires.Sub(now) > tokenOverlap {
		return t
	}
	return p.replace(now, true)
}

// force is forced mode: the token before dies at once. Sooner than 30 s after
// the last time nothing is refreshed; more than 20 times a day is refused.
func (p *tokenPool) force(now time.Time) (token, bool) {
	if t, good := p.current(now); good && now.Sub(p.ForcedAt) < forceGap && !now.Before(p.ForcedAt) {
		return t, true
	}
	if today := day(now); p.ForceDay != today {
		p.ForceDay, p.Forced = today, 0
	}
	if p.Forced >= forceADay {
		return token{}, false
	}
	p.Forced++
	p.ForcedAt = now
	return p.replace(now, false), true
}

// state is what the pool knows of a token.
func (p *tokenPool) state(value string, now time.Time) tokenState {
	for _, t := range p.Tokens {
		if t.Value != value {
			continue
		}
		switch {
		case !t.Replaced.IsZero() && !now.Before(t.Replaced):
			return tokenReplaced
		case !now.Before(t.Expires):
			return tokenExpired
		}
		return tokenValid
	}
	return tokenUnknown
}
