// Package wechat is a typed client of WeChat's Official Account API: one
// method per interface, one service per group, named by WeChat's own paths.
// It speaks the protocol and nothing else: it keeps no token, counts no quota
// and repeats no call, but for one second try with a token that the caller's
// [Config.Refresh] hands it after WeChat rejected the first.
//
//	c := wechat.New(wechat.Config{Token: sharedToken})
//	page, err := c.Draft.BatchGet(ctx, wechat.BatchGetRequest{Count: 20})
//
// An error of a method is one of these: an [*Error], WeChat's refusal with its
// errcode; a [*TransportError], where no usable answer arrived; a
// [*NotNewsError]; a [*RequestError] or an [*ImageError], of what was not even
// sent; the caller's own, from a function in [Config] or a reader; or the
// canceled context's. [Classify] says what to do about it.
//
// No access token and no AppSecret appears in an error's text, wherever the
// answer, the network or the transport repeated it.
package wechat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultBaseURL is WeChat's own address, served from the nearest region.
const DefaultBaseURL = "https://api.weixin.qq.com"

// callTimeout bounds a whole call of the default HTTP client, body included.
const callTimeout = 25 * time.Second

// Config is what a [Client] is made of. The zero Config can call the
// interfaces that need no access token.
type Config struct {
	// BaseURL is the address before "/cgi-bin/…", a path allowed: a proxy with
	// a fixed address, or a sandbox. Empty means DefaultBaseURL.
	BaseURL string

	// HTTP makes the calls. Nil means a client that gives a call 25 seconds.
	// A redirect is never followed, whatever its CheckRedirect says, since
	// the token would travel on with it.
	HTTP *http.Client

	// Token returns the access token of a call. It is asked once per method
	// call; its error ends the call.
	Token func(ctx context.Context) (string, error)

	// Refresh is called at most once per method call, after WeChat rejected
	// the token with 40001, 40014 or 42001, and returns the one to try again
	// with. The same token, or none, ends the call with WeChat's refusal; an
	// error ends it with that error. Nil means that nothing is tried again.
	Refresh func(ctx context.Context, rejected string) (string, error)

	// OnCall runs immediately before each HTTP request, the second try
	// included, with the path that WeChat counts it under. Its error refuses
	// the request: nothing is sent.
	OnCall func(ctx context.Context, path string) error
}

// A Client calls the API on behalf of one account. It is safe for concurrent
// use if the functions of its Config are.
type Client struct {
	AutoReply       *AutoReplyService
	Callback        *CallbackService
	CustomerService *CustomerServiceService
	DataCube        *DataCubeService
	Draft           *DraftService
	FreePublish     *FreePublishService
	Mass            *MassService
	Material        *MaterialService
	Menu            *MenuService
	OpenAPI         *OpenAPIService
	QRCode          *QRCodeService
	Tag             *TagService
	Token           *TokenService
	User            *UserService

	cfg  Config
	base *url.URL // nil: cfg.BaseURL is not an address
	http *http.Client
}

// New returns a client. A BaseURL that is not an http or https address is
// reported by each call, as a TransportError of KindBaseURL.
func New(cfg Config) *Client {
	c := &Client{cfg: cfg, base: parseBase(cfg.BaseURL), http: httpClient(cfg.HTTP)}
	s := &service{client: c}
	c.AutoReply = (*AutoReplyService)(s)
	c.Callback = (*CallbackService)(s)
	c.CustomerService = (*CustomerServiceService)(s)
	c.DataCube = (*DataCubeService)(s)
	c.Draft = (*DraftService)(s)
	c.FreePublish = (*FreePublishService)(s)
	c.Mass = (*MassService)(s)
	c.Material = (*MaterialService)(s)
	c.Menu = (*MenuService)(s)
	c.OpenAPI = (*OpenAPIService)(s)
	c.QRCode = (*QRCodeService)(s)
	c.Tag = (*TagService)(s)
	c.Token = (*TokenService)(s)
	c.User = (*UserService)(s)
	return c
}

// A service is one group of interfaces; all groups share the client.
type service struct{ client *Client }

func parseBase(address string) *url.URL {
	if address == "" {
		address = DefaultBaseURL
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil
	}
	return &url.URL{Scheme: u.Scheme, User: u.User, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}
}

// defaultTransport is shared, so that clients made per account or per call
// use one pool of connections.
var defaultTransport = &http.Transport{
	Proxy:                 http.ProxyFromEnvironment,
	DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
	ForceAttemptHTTP2:     true,
	MaxIdleConns:          64,
	MaxIdleConnsPerHost:   8,
	IdleConnTimeout:       60 * time.Second,
	TLSHandshakeTimeout:   5 * time.Second,
	ResponseHeaderTimeout: 20 * time.Second,
}

func httpClient(given *http.Client) *http.Client {
	c := http.Client{Transport: defaultTransport, Timeout: callTimeout}
	if given != nil {
		c = *given
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// A call is one request to make.
type call struct {
	method, path string
	query        url.Values // beside the access token
	body         any        // nil: none; a form goes as it is, all else as JSON
	secret       string     // goes into the body, never into an error
	open         bool       // needs no access token
	require      []string   // members without which the answer is not one
}

// acknowledged is required of an answer that holds nothing but errcode 0: an
// empty object does not say that anything was done.
var acknowledged = []string{"errcode"}

// content returns the body and its type, none for a call without one.
func (x call) content() (body []byte, contentType string, err error) {
	switch b := x.body.(type) {
	case nil:
		return nil, "", nil
	case form:
		return b.content, b.contentType, nil
	}
	if body, err = encode(x.body); err != nil {
		return nil, "", fmt.Errorf("wechat: %s: encode request: %w", x.path, err)
	}
	return body, "application/json", nil
}

// do makes the call and decodes its answer into the members given.
func (c *Client) do(ctx context.Context, x call, into members) error {
	if x.open {
		return c.once(ctx, x, "", into)
	}
	token, err := c.token(ctx)
	if err != nil {
		return fmt.Errorf("wechat: %s: access token: %w", x.path, err)
	}
	err = c.once(ctx, x, token, into)
	if c.cfg.Refresh == nil || !tokenRejected(err) {
		return err
	}
	fresh, refreshErr := c.cfg.Refresh(ctx, token)
	if refreshErr != nil {
		return fmt.Errorf("wechat: %s: refresh access token after %d: %w", x.path, Code(err), refreshErr)
	}
	if fresh == "" || fresh == token {
		return err
	}
	return c.once(ctx, x, fresh, into)
}

func (c *Client) token(ctx context.Context) (string, error) {
	if c.cfg.Token == nil {
		return "", errors.New("the client has no token function")
	}
	token, err := c.cfg.Token(ctx)
	if err == nil && token == "" {
		err = errors.New("the token function returned none")
	}
	return token, err
}

type timeKey struct{}

// TellTime returns a context whose calls keep in at what time it was by
// WeChat's clock, to the second, when it answered last. An answer that names
// no time leaves it as it was. One call at a time.
func TellTime(ctx context.Context, at *time.Time) context.Context {
	return context.WithValue(ctx, timeKey{}, at)
}

func tellTime(ctx context.Context, h http.Header) {
	if told, ok := ctx.Value(timeKey{}).(*time.Time); ok {
		if at, err := http.ParseTime(h.Get("Date")); err == nil {
			*told = at
		}
	}
}

// once makes one HTTP request.
func (c *Client) once(ctx context.Context, x call, token string, into members) error {
	hide := newScrubber(token, x.secret)
	req, err := c.request(ctx, x, token)
	if err != nil {
		return err
	}
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return fmt.Errorf("wechat: %s: %w", x.path, err)
	}
	if c.cfg.OnCall != nil {
		if err := c.cfg.OnCall(ctx, x.path); err != nil {
			return fmt.Errorf("wechat: %s: %w", x.path, err)
		}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return sendFault(ctx, x.path, hide, err)
	}
	defer func() { _ = resp.Body.Close() }()
	tellTime(ctx, resp.Header)
	a := answer{path: x.path, status: resp.StatusCode, contentType: resp.Header.Get("Content-Type"), body: resp.Body, hide: hide}
	if err := a.decode(into, x.require); err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return fmt.Errorf("wechat: %s: %w", x.path, ctx.Err())
		}
		return err
	}
	return nil
}

func (c *Client) request(ctx context.Context, x call, token string) (*http.Request, error) {
	if c.base == nil {
		return nil, &TransportError{Path: x.path, Kind: KindBaseURL, Err: errors.New("the base URL is not an http or https address")}
	}
	u := *c.base
	u.Path += x.path
	query := maps.Clone(x.query)
	if !x.open {
		if query == nil {
			query = url.Values{}
		}
		query.Set("access_token", token)
	}
	u.RawQuery = query.Encode()
	content, contentType, err := x.content()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, x.method, u.String(), bytes.NewReader(content))
	if err != nil {
		return nil, sendFault(ctx, x.path, newScrubber(token, x.secret), err)
	}
	req.Header.Set("User-Agent", "tuwen")
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req, nil
}
