package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/wechat/callback"
)

// Callback is where an account's pushes go, 服务器配置.
type Callback struct {
	// URL of the account's server. WeChat takes ports 80 and 443 only; the
	// sandbox takes any. Empty: nothing is pushed.
	URL string `json:"url"`
	// Token is the message token.
	Token string `json:"message_token"`
	// AESKey is the EncodingAESKey, needed but in plain mode.
	AESKey string `json:"encoding_aes_key"`
	// Mode is how pushes are encrypted. Default callback.Plain.
	Mode callback.Mode `json:"encryption"`
}

// endpoint is the account's end of the protocol, which the platform plays.
func (cb Callback) endpoint(appID string) (*callback.Endpoint, error) {
	return callback.New(callback.Config{AppID: appID, Token: cb.Token, EncodingAESKey: cb.AESKey, Mode: cb.Mode})
}

func (cb Callback) check(appID string) (Callback, error) {
	cb.URL = strings.TrimSpace(cb.URL)
	if cb.URL == "" {
		return cb, nil
	}
	if cb.Mode == "" {
		cb.Mode = callback.Plain
	}
	u, err := url.Parse(cb.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return cb, errors.New("the address must begin with http:// or https://")
	}
	_, err = cb.endpoint(appID)
	return cb, err
}

// SetCallback saves where pushes go, after the platform's GET to the address
// was answered with its echostr; otherwise nothing is saved and the error says
// what came instead. An empty URL ends pushes and is not asked. While pushes
// go somewhere, the auto-replies of SetAutoReplies are silent.
func (c *AccountControl) SetCallback(ctx context.Context, cb Callback) error {
	cb, err := cb.check(c.acct.appID)
	if err != nil {
		return fmt.Errorf("set the callback: %w", err)
	}
	if cb.URL != "" {
		if err := c.acct.verify(ctx, cb); err != nil {
			return fmt.Errorf("set the callback: %w", err)
		}
	}
	c.putCallback(cb)
	return nil
}

// SetUnverifiedCallback is SetCallback without asking the address, for servers
// that answer pushes only or are not up yet.
func (c *AccountControl) SetUnverifiedCallback(cb Callback) error {
	cb, err := cb.check(c.acct.appID)
	if err != nil {
		return fmt.Errorf("set the callback: %w", err)
	}
	c.putCallback(cb)
	return nil
}

func (c *AccountControl) putCallback(cb Callback) {
	c.change(func(a *account) {
		a.callback = cb
		a.breaker = breaker{}
	})
	c.acct.sandbox.news.tell()
}

// Callback is where pushes go.
func (c *AccountControl) Callback() Callback {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.callback
}

// verify asks an address as WeChat does when the settings are saved, the same
// in every mode.
func (a *account) verify(ctx context.Context, cb Callback) error {
	ctx, cancel := context.WithTimeout(ctx, a.sandbox.push.Deadline)
	defer cancel()
	timestamp := strconv.FormatInt(a.sandbox.Now().Unix(), 10)
	nonce, echo := randomNumber(), randomNumber()+randomNumber()
	query := url.Values{
		"signature": {callback.Sign(cb.Token, timestamp, nonce)}, "timestamp": {timestamp}, "nonce": {nonce}, "echostr": {echo},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, withQuery(cb.URL, query), nil)
	if err != nil {
		return fmt.Errorf("ask the address: %w", err)
	}
	req.Header.Set("User-Agent", "Mozilla/4.0")
	resp, err := a.sandbox.client.Do(req)
	if err != nil {
		return fmt.Errorf("请求URL超时: %w", withoutAddress(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err != nil {
		return fmt.Errorf("请求URL超时: %w", err)
	}
	if resp.StatusCode != http.StatusOK || string(body) != echo {
		return fmt.Errorf("token 验证失败: HTTP %d, not the echostr", resp.StatusCode)
	}
	return nil
}

// pushClient follows no redirect: WeChat takes one for a wrong answer (assumed).
func pushClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true, IdleConnTimeout: 30 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// withQuery adds to the query that an address may have already.
func withQuery(address string, query url.Values) string {
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	return address + mark + query.Encode()
}

func randomNumber() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	return strconv.FormatUint(uint64(binary.BigEndian.Uint32(b[:])), 10)
}

// PushPolicy says how hard the platform tries to push. The zero value is
// WeChat's way as far as it is known.
type PushPolicy struct {
	// Deadline is how long an answer may take, by the network's time, and when
	// the next try begins. Default 5 s.
	Deadline time.Duration
	// Repeats is how many tries follow the first. Default 3; negative: none.
	Repeats int
	// BreakerAfter is how many pushes in a row may go unanswered or be answered
	// with rubbish before pushing stops for BreakerPause. Default 30, which is
	// a guess: WeChat says "many". Negative: it never stops.
	BreakerAfter int
	// BreakerPause is by the platform's time. Default a minute.
	BreakerPause time.Duration
}

func (p PushPolicy) withDefaults() PushPolicy {
	if p.Deadline <= 0 {
		p.Deadline = 5 * time.Second
	}
	if p.Repeats == 0 {
		p.Repeats = 3
	}
	if p.BreakerAfter == 0 {
		p.BreakerAfter = 30
	}
	if p.BreakerPause <= 0 {
		p.BreakerPause = time.Minute
	}
	return p
}

// breaker stops pushing to a server that fails (MarkFail 自动屏蔽). The
// account's mutex guards it.
type breaker struct {
	failures int // in a row
	until    time.Time
}

// open reports whether nothing is pushed now.
func (b *breaker) open(now time.Time) bool { return now.Before(b.until) }

// note counts how a push ended.
func (b *breaker) note(failed bool, policy PushPolicy, now time.Time) {
	if !failed {
		b.failures = 0
		return
	}
	b.failures++
	if policy.BreakerAfter > 0 && b.failures >= policy.BreakerAfter {
		b.failures, b.until = 0, now.Add(policy.BreakerPause)
	}
}
