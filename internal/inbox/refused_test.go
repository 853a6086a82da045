package inbox_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`

func TestRefusedBodiesAreCountedAndNotParsed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.rule("default", "", text("在的"))
		sound := e.message("oRefused", "1", "茶")
		later := func(d time.Duration) (url.Values, []byte) {
			e.Clock.Move(-d)
			defer e.Clock.Move(d)
			return e.seal(callback.Safe, sound)
		}
		other, err := callback.New(callback.Config{
			AppID: "wx0000000000000000", Token: testkit.MessageToken, EncodingAESKey: testkit.AESKey, Mode: callback.Safe,
		})
		e.must(err)
		type made struct {
			query url.Values
			body  []byte
		}
		pushOf := func(q url.Values, b []byte) made { return made{q, b} }
		forged := func(message string) made {
			p := pushOf(e.seal(callback.Safe, message))
			p.query.Set("msg_signature", strings.Repeat("0", 40))
			return p
		}
		others := func(q url.Values, b []byte, err error) made { e.must(err); return made{q, b} }
		padded := func(last byte) made {
			full := append(make([]byte, 16), 0, 0, 0, 0)
			binary.BigEndian.PutUint32(full[16:], uint32(len(sound)))
			full = append(append(full, sound...), testkit.AppID...)
			pad := 32 - len(full)%32
			full = append(full, bytes.Repeat([]byte{byte(pad)}, pad)...)
			full[len(full)-1] = last
			return pushOf(e.envelope(full))
		}
		huge := pushOf(e.seal(callback.Safe, e.message("oRefused", "2", strings.Repeat("茶", 700_000))))
		for _, tc := range []struct {
			name   string
			push   made
			reason callback.Reason
			status int
		}{
			{"wrong signature", forged(sound), callback.ReasonSignature, http.StatusForbidden},
			// The bomb would be another reason, were it looked at.
			{"wrong signature over a bomb", forged("<xml>" + bomb + "</xml>"), callback.ReasonSignature, http.StatusForbidden},
			{"wrong AppID", others(other.Seal([]byte(sound), "", e.Clock.Now())), callback.ReasonAppID, http.StatusForbidden},
			{"old timestamp", pushOf(later(6 * time.Minute)), callback.ReasonStale, http.StatusForbidden},
			{"timestamp of tomorrow", pushOf(later(-24 * time.Hour)), callback.ReasonStale, http.StatusForbidden},
			{"padding of 0", padded(0), callback.ReasonPadding, http.StatusForbidden},
			{"padding of 33", padded(33), callback.ReasonPadding, http.StatusForbidden},
			{"2 MB", huge, callback.ReasonTooLarge, http.StatusRequestEntityTooLarge},
			{"bomb in the body", made{pushOf(e.seal(callback.Safe, sound)).query, []byte(bomb + "<xml>&b;</xml>")}, callback.ReasonDocumentType, http.StatusForbidden},
			{"bomb in the message", pushOf(e.seal(callback.Safe, bomb+sound)), callback.ReasonDocumentType, http.StatusForbidden},
			{"nested too deep", pushOf(e.seal(callback.Safe, strings.Repeat("<xml>", 1000))), callback.ReasonTooComplex, http.StatusForbidden},
			{"plain in safe mode", pushOf(e.seal(callback.Plain, sound)), callback.ReasonNotEncrypted, http.StatusForbidden},
			{"nothing", made{url.Values{}, nil}, callback.ReasonMalformed, http.StatusForbidden},
			{"broken cipher", e.signed("bm90IHdob2xl"), callback.ReasonCipher, http.StatusForbidden},
		} {
			before := e.refusals()[string(tc.reason)]
			got := e.post(tc.push.query, bytes.NewReader(tc.push.body))
			if got.Status != tc.status || bytes.Contains(got.Body, []byte("success")) {
				t.Errorf("%s: got %d %q, want %d", tc.name, got.Status, got.Body, tc.status)
			}
			if after := e.refusals()[string(tc.reason)]; after != before+1 {
				t.Errorf("%s: %d are counted as %s, before there were %d: %v", tc.name, after, tc.reason, before, e.refusals())
			}
		}
		wantNone(t, "events kept", e.events())
		wantNone(t, "rows with the openid", e.holding("oRefused"))
		wantSame(t, "refused by the metrics", e.metric(`tuwen_pushes_refused_total{app_id="`+testkit.AppID+`",reason="bad_padding"}`), "2")

		// The same, sound, is taken.
		if got := e.post(e.sealed(sound)); got.Status != http.StatusOK || len(e.events()) != 1 {
			t.Errorf("a sound push got %d, %d are kept", got.Status, len(e.events()))
		}
	})
}

func TestBodyThatNeverEndsIsCutAtTheLimit(t *testing.T) {
	t.Parallel()
	e := start(t, testkit.Engines()[0], callback.Safe)
	query, _ := e.seal(callback.Safe, e.message("oEndless", "1", "茶"))
	endless := &endless{}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/callback/"+testkit.AppID+"?"+query.Encode(), endless)
	r.SetPathValue("app_id", testkit.AppID)
	r.ContentLength = -1
	e.Inbox.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge || endless.read > 2*callback.MaxBody {
		t.Errorf("got %d after %d bytes", w.Code, endless.read)
	}
	wantSame(t, "refused", e.refusals(), map[string]int{"too_large": 1})
}

func TestWhatIsForNoAccountIsNotCounted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, appID := range []string{"wx0000000000000000", "nobody", "'; DROP TABLE accounts", strings.Repeat("a", 500)} {
			q, b := e.sealed(e.message("oNobody", "1", "茶"))
			if got := e.postTo(url.PathEscape(appID), q, b); got.Status != http.StatusNotFound {
				t.Errorf("%.20s: got %d, want 404", appID, got.Status)
			}
		}
		e.must(e.Inbox.Settle(t.Context()))
		wantNone(t, "refusals", e.rows("SELECT app_id, reason FROM refusals"))
		wantNone(t, "events", e.rows("SELECT id FROM events"))
	})
}

func TestAccountThatIsNotSetUpRefusesUntilItIs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		change := func(token tuwen.Sealed) (before tuwen.Sealed) {
			e.write(func(ctx context.Context, tx *store.Tx) error {
				a, err := tx.Accounts.ByID(ctx, testkit.AppID)
				if err != nil {
					return err
				}
				before, a.MessageToken = a.MessageToken, token
				return tx.Accounts.Update(ctx, a)
			})
			return before
		}
		token := change(nil)
		sound := e.message("oEarly", "1", "茶")
		if got := e.post(e.sealed(sound)); got.Status != http.StatusForbidden {
			t.Errorf("got %d, want 403", got.Status)
		}
		wantSame(t, "refused", e.refusals(), map[string]int{tuwen.NotSetUp: 1})
		change(token)
		if got := e.post(e.sealed(sound)); got.Status != http.StatusOK || len(e.events()) != 1 {
			t.Errorf("once set up it got %d, %d are kept", got.Status, len(e.events()))
		}
	})
}

// endless is a body without an end.
type endless struct{ read int }

func (b *endless) Read(p []byte) (int, error) {
	b.read += len(p)
	return len(p), nil
}

func (e *env) sealed(message string) (url.Values, io.Reader) {
	q, b := e.seal(callback.Safe, message)
	return q, bytes.NewReader(b)
}

// envelope encrypts bytes as they are, and signs them.
func (e *env) envelope(full []byte) (url.Values, []byte) {
	e.t.Helper()
	key, err := base64.StdEncoding.DecodeString(testkit.AESKey + "=")
	e.must(err)
	block, err := aes.NewCipher(key)
	e.must(err)
	out := make([]byte, len(full))
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(out, full)
	p := e.signed(base64.StdEncoding.EncodeToString(out))
	return p.query, p.body
}

func (e *env) signed(encrypted string) (p struct {
	query url.Values
	body  []byte
},
) {
	at := strconv.FormatInt(e.Clock.Now().Unix(), 10)
	p.query = url.Values{
		"timestamp": {at}, "nonce": {"7"}, "encrypt_type": {"aes"},
		"msg_signature": {callback.Sign(testkit.MessageToken, at, "7", encrypted)},
	}
	p.body = []byte("<xml><Encrypt>" + encrypted + "</Encrypt></xml>")
	return p
}

// metric is the value of a series.
func (e *env) metric(series string) string {
	e.t.Helper()
	w := httptest.NewRecorder()
	e.Web.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(w.Body.String()) {
		if value, ok := strings.CutPrefix(line, series+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func TestVerificationThatFailsIsCountedAndOneThatHoldsIsKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		ask := func(token string) int {
			q := url.Values{"timestamp": {"1714036504"}, "nonce": {"1514711492"}, "echostr": {"4375120948345356249"}}
			parts := []string{token, q.Get("timestamp"), q.Get("nonce")}
			slices.Sort(parts)
			q.Set("signature", fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(parts, "")))))
			r := httptest.NewRequest("GET", "/callback/"+testkit.AppID+"?"+q.Encode(), nil)
			r.SetPathValue("app_id", testkit.AppID)
			w := httptest.NewRecorder()
			e.Inbox.ServeHTTP(w, r)
			return w.Code
		}
		pushes := func() tuwen.Pushes {
			return read(e, func(ctx context.Context, tx *store.Tx) (p tuwen.Pushes, err error) {
				a, err := tx.Accounts.ByID(ctx, testkit.AppID)
				if err != nil {
					return p, err
				}
				return tx.Events.Pushes(ctx, a)
			})
		}
		saved := pushes().VerifiedAt // when the sandbox was told the address
		e.Clock.Move(time.Minute)
		if got := ask("guessed"); got != http.StatusForbidden {
			t.Errorf("a wrong signature: got %d", got)
		}
		wantSame(t, "refused", e.refusals(), map[string]int{"bad_signature": 1})
		if p := pushes(); !p.VerifiedAt.Equal(*saved) || p.LastAt != nil || !p.SetUp {
			t.Errorf("got %+v", p)
		}
		if got := ask(testkit.MessageToken); got != http.StatusOK {
			t.Errorf("the right signature: got %d", got)
		}
		if p := pushes(); !p.VerifiedAt.After(*saved) || p.LastAt != nil {
			t.Errorf("got %+v", p)
		}
		e.post(e.sealed(e.message("oFirst", "1", "茶")))
		if p := pushes(); p.LastAt == nil {
			t.Error("the push is not told of")
		}
	})
}
