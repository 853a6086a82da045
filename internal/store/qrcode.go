package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// QRCodes are the 带参二维码 of an account.
type QRCodes struct{ tx *Tx }

// CodeFilter says which codes are asked for; empty fields ask for all.
type CodeFilter struct {
	Q        string // part of a name or a scene, whatever its case
	Scene    string // the scene itself, which one code has at most
	Kind     tuwen.QRCodeKind
	Source   string
	Campaign string
	Problem  *bool // whether WeChat has not made it
	Limit    int   // 0 is 20, and 100 are the most
	Cursor   string
}

// AccountCode is a code and whose it is.
type AccountCode struct {
	AppID string
	Code  tuwen.QRCode
}

// Scanned is what came of a code on a day, in one of its hours.
type Scanned struct {
	CodeID       string
	Day          string // 2006-01-02 in Beijing
	Hour         int    // 0 to 23
	Scans        int
	NewFollowers int
}

const codeColumns = `id, name, scene, source, campaign, kind, url, ticket, expires_at, renews, replies, tag_ids, problem,
	created_at, updated_at`

// ByID returns one code with its scans, without its days ([QRCodes.Days]);
// else [tuwen.NotFound] "qrcode.unknown".
func (s QRCodes) ByID(ctx context.Context, appID, id string) (tuwen.QRCode, error) {
	return s.one(ctx, appID, "id", id)
}

// ByScene returns the code that a push names, with its scans; else
// [tuwen.NotFound] "qrcode.unknown".
func (s QRCodes) ByScene(ctx context.Context, appID, scene string) (tuwen.QRCode, error) {
	return s.one(ctx, appID, "scene", scene)
}

func (s QRCodes) one(ctx context.Context, appID, column, value string) (tuwen.QRCode, error) {
	var codes []tuwen.QRCode
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+" FROM qrcodes WHERE app_id = $1 AND "+column+" = $2",
		appID, value)
	if err == nil && len(codes) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return tuwen.QRCode{}, found(err, "qrcode.unknown", "QR code")
	}
	return codes[0], s.count(ctx, appID, codes)
}

// ByScenes returns those of the codes that are there, by their scenes, without
// their scans. It is for the answering of pushes.
func (s QRCodes) ByScenes(ctx context.Context, appID string, scenes []string) (map[string]tuwen.QRCode, error) {
	var codes []tuwen.QRCode
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+" FROM qrcodes WHERE app_id = $1 AND scene "+
		s.tx.dialect.among("$2"), appID, s.tx.dialect.list(scenes))
	if err != nil {
		return nil, fmt.Errorf("read QR codes: %w", err)
	}
	byScene := make(map[string]tuwen.QRCode, len(codes))
	for _, c := range codes {
		byScene[c.Scene] = c
	}
	return byScene, nil
}

// All returns every code of the account, the newest first, without their
// scans. 10,000 codes take a tenth of a second.
func (s QRCodes) All(ctx context.Context, appID string) ([]tuwen.QRCode, error) {
	codes := []tuwen.QRCode{}
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+` FROM qrcodes WHERE app_id = $1
		ORDER BY created_at DESC, id DESC`, appID)
	if err != nil {
		return nil, fmt.Errorf("list QR codes: %w", err)
	}
	return codes, nil
}

// List returns a page of codes with their scans, newest first. The total is
// exact. A cursor nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s QRCodes) List(ctx context.Context, appID string, f CodeFilter) (p tuwen.Page[tuwen.QRCode], err error) {
	c := codeConditions(appID, f)
	if p.Total, p.TotalMore, err = c.count(ctx, s.tx, "qrcodes", tuwen.MaxPermanentCodes*10); err != nil {
		return p, fmt.Errorf("count QR codes: %w", err)
	}
	if f.Cursor != "" {
		at, id, err := openCursor(f.Cursor)
		if err != nil {
			return p, err
		}
		t := c.bind(at)
		c.and("created_at <= " + t)
		c.and("(created_at < " + t + " OR id < " + c.bind(id) + ")")
	}
	limit := pageSize(f.Limit)
	p.Items = []tuwen.QRCode{}
	err = s.tx.query(ctx, scanCodes(&p.Items), fmt.Sprintf(`SELECT %s FROM qrcodes WHERE %s ORDER BY created_at DESC, id DESC
		LIMIT %d`, codeColumns, c, limit+1), c.args...)
	if err != nil {
		return p, fmt.Errorf("list QR codes: %w", err)
	}
	if len(p.Items) > limit {
		p.Items = p.Items[:limit]
		last := p.Items[limit-1]
		p.NextCursor = sealCursor(millis(last.CreatedAt), last.ID)
	}
	return p, s.count(ctx, appID, p.Items)
}

func codeConditions(appID string, f CodeFilter) *conditions {
	c := &conditions{}
	c.and("app_id = " + c.bind(appID))
	if q := strings.TrimSpace(text(f.Q)); q != "" {
		like := c.bind("%" + likeEscape.Replace(q) + "%")
		c.and(`(lower(name) LIKE lower(` + like + `) ESCAPE '\' OR lower(scene) LIKE lower(` + like + `) ESCAPE '\')`)
	}
	if f.Scene != "" {
		c.and("scene = " + c.bind(text(f.Scene)))
	}
	if f.Kind != "" {
		c.and("kind = " + c.bind(string(f.Kind)))
	}
	if f.Source != "" {
		c.and("source = " + c.bind(f.Source))
	}
	if f.Campaign != "" {
		c.and("campaign = " + c.bind(f.Campaign))
	}
	if f.Problem != nil && *f.Problem {
		c.and("problem <> ''")
	} else if f.Problem != nil {
		c.and("problem = ''")
	}
	return c
}

// count fills in scans and new followers.
func (s QRCodes) count(ctx context.Context, appID string, codes []tuwen.QRCode) error {
	byID := make(map[string]*tuwen.QRCode, len(codes))
	ids := make([]string, len(codes))
	for i := range codes {
		ids[i] = codes[i].ID
		byID[ids[i]] = &codes[i]
	}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var id string
		var n, m int
		err := r.Scan(&id, &n, &m)
		if c := byID[id]; c != nil {
			c.Scans, c.NewFollowers = n, m
		}
		return err
	}, `SELECT subject, CAST(sum(n) AS BIGINT), CAST(sum(m) AS BIGINT) FROM tallies
		WHERE app_id = $1 AND noun = $2 AND subject `+s.tx.dialect.among("$3")+` GROUP BY subject`,
		appID, codeNoun, s.tx.dialect.list(ids))
	if err != nil {
		return fmt.Errorf("count scans: %w", err)
	}
	return nil
}

// Put adds or replaces a code, and keeps what it answers with among the uses.
// Its scans are not written. A scene that another code has is
// [tuwen.Conflict] "qrcode.scene_taken".
func (s QRCodes) Put(ctx context.Context, appID string, c tuwen.QRCode) error {
	owner, err := s.tx.q.SceneOwner(ctx, db.SceneOwnerParams{AppID: appID, Scene: c.Scene})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read the owner of a scene: %w", err)
	}
	if err == nil && owner != c.ID {
		return tuwen.SceneTaken(c.Scene)
	}
	row, err := codeRow(appID, c)
	if err != nil {
		return err
	}
	if err := s.tx.q.PutQRCode(ctx, row); err != nil {
		if s.tx.dialect.taken(err) {
			return tuwen.SceneTaken(c.Scene).Because(err)
		}
		return s.tx.owned(err, "put QR code")
	}
	by := tuwen.UsedBy{Kind: codeNoun, ID: c.ID, Name: c.Name, Active: true}
	if err := s.tx.answers(ctx, appID, by, c.Replies); err != nil {
		return err
	}
	return s.tx.codesChanged(ctx, appID)
}

func codeRow(appID string, c tuwen.QRCode) (row db.PutQRCodeParams, err error) {
	row = db.PutQRCodeParams{
		AppID: appID, ID: c.ID, Name: text(c.Name), Scene: c.Scene, Source: text(c.Source), Campaign: text(c.Campaign),
		Kind: string(c.Kind), URL: c.URL, Ticket: c.Ticket, ExpiresAt: nullMillis(c.ExpiresAt), Renews: c.Renews,
		TagIDs: sealTags(c.TagIDs), CreatedAt: millis(c.CreatedAt), UpdatedAt: millis(c.UpdatedAt),
	}
	if row.Replies, err = toJSON(written(c.Replies), len(c.Replies) == 0); err != nil {
		return row, err
	}
	row.Problem, err = toJSON(c.Problem, c.Problem == nil)
	return row, err
}

// Delete removes the code here, its uses and its scans, else [tuwen.NotFound]
// "qrcode.unknown". At WeChat a code cannot be deleted.
func (s QRCodes) Delete(ctx context.Context, appID, id string) error {
	n, err := s.tx.q.DeleteQRCode(ctx, db.DeleteQRCodeParams{AppID: appID, ID: id})
	if err := hit(n, err, "qrcode.unknown", "QR code"); err != nil {
		return err
	}
	if err := s.tx.forgetTallies(ctx, appID, codeHours, id); err != nil {
		return err
	}
	return s.tx.forgetAnswerer(ctx, appID, tuwen.UsedBy{Kind: codeNoun, ID: id})
}

// CountPermanent returns how many permanent codes the account has here.
func (s QRCodes) CountPermanent(ctx context.Context, appID string) (int, error) {
	n, err := s.tx.q.CountPermanentCodes(ctx, appID)
	if err != nil {
		return 0, fmt.Errorf("count permanent QR codes: %w", err)
	}
	return int(n), nil
}

// Expiring returns codes that are to be renewed and end before a time: those
// without a problem first, and of these those that end first.
func (s QRCodes) Expiring(ctx context.Context, appID string, before time.Time, limit int) ([]tuwen.QRCode, error) {
	codes := []tuwen.QRCode{}
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+` FROM qrcodes
		WHERE app_id = $1 AND renews AND expires_at < $2
		ORDER BY CASE WHEN problem = '' THEN 0 ELSE 1 END, expires_at, id LIMIT $3`, appID, millis(before), limit)
	if err != nil {
		return nil, fmt.Errorf("list QR codes that end: %w", err)
	}
	return codes, nil
}

// WithExpiring returns the accounts that have such codes.
func (s QRCodes) WithExpiring(ctx context.Context, before time.Time) ([]string, error) {
	appIDs := []string{}
	err := s.tx.query(ctx, scanID(&appIDs), "SELECT DISTINCT app_id FROM qrcodes WHERE renews AND expires_at < $1 ORDER BY app_id",
		millis(before))
	if err != nil {
		return nil, fmt.Errorf("list accounts with QR codes that end: %w", err)
	}
	return appIDs, nil
}

// Scan counts scans and new followers of a group of pushes, by day and by hour.
func (s QRCodes) Scan(ctx context.Context, appID string, scans []Scanned) error {
	days, hours := map[tally]tally{}, map[tally]tally{}
	for _, sc := range scans {
		brought := func(sums map[tally]tally, of tally) {
			sum := sums[of]
			sum.n += sc.Scans
			sum.m += sc.NewFollowers
			sums[of] = sum
		}
		brought(days, tally{subject: sc.CodeID, day: sc.Day})
		brought(hours, tally{subject: sc.CodeID, part: fmt.Sprintf("%02d", sc.Hour)})
	}
	for noun, sums := range map[string]map[tally]tally{codeNoun: days, codeHours: hours} {
		counts := make([]tally, 0, len(sums))
		for of, sum := range sums {
			of.n, of.m = sum.n, sum.m
			counts = append(counts, of)
		}
		if err := s.tx.tally(ctx, appID, noun, counts); err != nil {
			return err
		}
	}
	return nil
}

// codeHours is the noun of the counts by hour: they would count twice among
// those of the codes.
const codeHours = "qrcode_hour"

// Hours returns what the code brought in each hour of the day, over all days.
func (s QRCodes) Hours(ctx context.Context, appID, id string) ([]tuwen.HourCount, error) {
	hours := make([]tuwen.HourCount, 24)
	for i := range hours {
		hours[i].Hour = i
	}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var part string
		var h tuwen.HourCount
		if err := r.Scan(&part, &h.Scans, &h.NewFollowers); err != nil {
			return err
		}
		hour, err := strconv.Atoi(part)
		if err != nil || hour >= len(hours) {
			return fmt.Errorf("%q is no hour", part)
		}
		h.Hour = hour
		hours[hour] = h
		return nil
	}, `SELECT part, CAST(sum(n) AS BIGINT), CAST(sum(m) AS BIGINT) FROM tallies
		WHERE app_id = $1 AND noun = $2 AND subject = $3 GROUP BY part`, appID, codeHours, id)
	if err != nil {
		return nil, fmt.Errorf("count the hours of a QR code: %w", err)
	}
	return hours, nil
}

// Days returns what the code brought on each Beijing day since one, that day
// included, oldest first. Days without a scan are not in it.
func (s QRCodes) Days(ctx context.Context, appID, id, since string) ([]tuwen.DayCount, error) {
	rows, err := s.tx.q.TallyDays(ctx, db.TallyDaysParams{AppID: appID, Noun: codeNoun, Subject: id, Day: since})
	if err != nil {
		return nil, fmt.Errorf("count the days of a QR code: %w", err)
	}
	days := make([]tuwen.DayCount, len(rows))
	for i, r := range rows {
		days[i] = tuwen.DayCount{Day: r.Day, Scans: int(r.N), NewFollowers: int(r.M)}
	}
	return days, nil
}

func scanCodes(codes *[]tuwen.QRCode) func(*sql.Rows) error {
	return func(r *sql.Rows) error {
		var c tuwen.QRCode
		err := r.Scan(codeInto(&c)...)
		*codes = append(*codes, c)
		return err
	}
}

// codeInto is where codeColumns go.
func codeInto(c *tuwen.QRCode) []any {
	c.Replies = []tuwen.Reply{}
	return []any{
		&c.ID, &c.Name, &c.Scene, &c.Source, &c.Campaign, &c.Kind, &c.URL, &c.Ticket, nullTimeColumn{&c.ExpiresAt}, &c.Renews,
		jsonColumn{&c.Replies}, tagsColumn{&c.TagIDs}, jsonColumn{&c.Problem}, timeColumn{&c.CreatedAt}, timeColumn{&c.UpdatedAt},
	}
}
