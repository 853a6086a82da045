package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// mostFacets is how many sources, and how many campaigns, are told.
const mostFacets = 500

// PendingCode is the code of the problem of a code that is here and waits to
// be made at WeChat.
const PendingCode = "qrcode.pending"

// Hold keeps others from changing the code until the transaction ends, and
// returns it as it is now; [tuwen.NotFound] "qrcode.unknown" else.
func (s QRCodes) Hold(ctx context.Context, appID, id string) (tuwen.QRCode, error) {
	n, err := s.tx.q.HoldQRCode(ctx, db.HoldQRCodeParams{AppID: appID, ID: id})
	if err := hit(n, err, "qrcode.unknown", "QR code"); err != nil {
		return tuwen.QRCode{}, err
	}
	return s.ByID(ctx, appID, id)
}

// Anywhere returns the code of whatever account, [tuwen.NotFound]
// "qrcode.unknown" where there is none.
func (s QRCodes) Anywhere(ctx context.Context, id string) (AccountCode, error) {
	appID, err := s.tx.q.QRCodeOwner(ctx, id)
	if err != nil {
		return AccountCode{}, found(err, "qrcode.unknown", "QR code")
	}
	c, err := s.ByID(ctx, appID, id)
	return AccountCode{AppID: appID, Code: c}, err
}

// Names returns the names of those of the scenes that have a code.
func (s QRCodes) Names(ctx context.Context, appID string, scenes []string) (map[string]tuwen.CodeName, error) {
	names := map[string]tuwen.CodeName{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var scene string
		var c tuwen.CodeName
		err := r.Scan(&scene, &c.ID, &c.Name)
		names[scene] = c
		return err
	}, "SELECT scene, id, name FROM qrcodes WHERE app_id = $1 AND scene "+s.tx.dialect.among("$2"), appID, s.tx.dialect.list(scenes))
	if err != nil {
		return nil, fmt.Errorf("read the names of QR codes: %w", err)
	}
	return names, nil
}

// ByIDs returns those of the codes that are there, in the order asked for,
// with their scans.
func (s QRCodes) ByIDs(ctx context.Context, appID string, ids []string) ([]tuwen.QRCode, error) {
	var codes []tuwen.QRCode
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+" FROM qrcodes WHERE app_id = $1 AND id "+
		s.tx.dialect.among("$2"), appID, s.tx.dialect.list(ids))
	if err != nil {
		return nil, fmt.Errorf("read QR codes: %w", err)
	}
	if err := s.count(ctx, appID, codes); err != nil {
		return nil, err
	}
	byID := make(map[string]tuwen.QRCode, len(codes))
	for _, c := range codes {
		byID[c.ID] = c
	}
	inOrder := make([]tuwen.QRCode, 0, len(codes))
	for _, id := range ids {
		if c, ok := byID[id]; ok {
			inOrder = append(inOrder, c)
			delete(byID, id)
		}
	}
	return inOrder, nil
}

// Add adds codes that are new, all of them or none, with what they answer with
// among the uses. A scene that another code has is [tuwen.Conflict]
// "qrcode.scene_taken" without saying which.
func (s QRCodes) Add(ctx context.Context, appID string, codes []tuwen.QRCode) error {
	rows := make([][]any, len(codes))
	for i, c := range codes {
		r, err := codeRow(appID, c)
		if err != nil {
			return err
		}
		rows[i] = []any{
			r.AppID, r.ID, r.Name, r.Scene, r.Source, r.Campaign, r.Kind, r.URL, r.Ticket, r.ExpiresAt, r.Renews, r.Replies,
			r.TagIDs, r.Problem, r.CreatedAt, r.UpdatedAt,
		}
	}
	if err := s.tx.insert(ctx, "qrcodes (app_id, "+codeColumns+")", "", rows); err != nil {
		if s.tx.dialect.taken(err) {
			return tuwen.SceneTaken("").Because(err)
		}
		return s.tx.owned(err, "add QR codes")
	}
	for _, c := range codes {
		by := tuwen.UsedBy{Kind: codeNoun, ID: c.ID, Name: c.Name, Active: true}
		if err := s.tx.answersAlso(ctx, appID, by, c.Replies); err != nil {
			return err
		}
	}
	return s.tx.codesChanged(ctx, appID)
}

// Pending returns the codes that wait to be made at WeChat, in the order of the
// list: of those out of one file the first line comes first.
func (s QRCodes) Pending(ctx context.Context, appID string, limit int) ([]tuwen.QRCode, error) {
	codes := []tuwen.QRCode{}
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+` FROM qrcodes
		WHERE app_id = $1 AND problem <> '' AND problem LIKE $2 ORDER BY created_at DESC, id DESC LIMIT $3`, appID, pendingPattern, limit)
	if err != nil {
		return nil, fmt.Errorf("list QR codes to be made: %w", err)
	}
	return codes, nil
}

// WithPending returns the accounts that have codes to be made.
func (s QRCodes) WithPending(ctx context.Context) ([]string, error) {
	appIDs := []string{}
	err := s.tx.query(ctx, scanID(&appIDs), `SELECT DISTINCT app_id FROM qrcodes
		WHERE problem <> '' AND problem LIKE $1 ORDER BY app_id`, pendingPattern)
	if err != nil {
		return nil, fmt.Errorf("list accounts with QR codes to be made: %w", err)
	}
	return appIDs, nil
}

// pendingPattern finds the code in the JSON of a problem.
const pendingPattern = `%"code":"` + PendingCode + `"%`

// CountPending returns how many codes wait to be made at WeChat, and how many
// WeChat refused.
func (s QRCodes) CountPending(ctx context.Context, appID string) (pending, refused int, err error) {
	all, err := s.tx.q.CountQRCodeProblems(ctx, appID)
	if err == nil && all > 0 {
		err = s.tx.sql.QueryRowContext(ctx, "SELECT count(*) FROM qrcodes WHERE app_id = $1 AND problem <> '' AND problem LIKE $2",
			appID, pendingPattern).Scan(&pending)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("count QR codes to be made: %w", err)
	}
	return pending, int(all) - pending, nil
}

// Facets returns the sources and campaigns that codes have, in their order.
func (s QRCodes) Facets(ctx context.Context, appID string) (sources, campaigns []string, err error) {
	sources, err = s.tx.q.CodeSources(ctx, db.CodeSourcesParams{AppID: appID, Limit: mostFacets})
	if err == nil {
		campaigns, err = s.tx.q.CodeCampaigns(ctx, db.CodeCampaignsParams{AppID: appID, Limit: mostFacets})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("list what QR codes are sorted by: %w", err)
	}
	return sources, campaigns, nil
}

// WithTag returns codes that give a tag, as many as limit at the most.
func (s QRCodes) WithTag(ctx context.Context, appID string, tagID, limit int) ([]tuwen.QRCode, error) {
	codes := []tuwen.QRCode{}
	err := s.tx.query(ctx, scanCodes(&codes), "SELECT "+codeColumns+` FROM qrcodes
		WHERE app_id = $1 AND tag_ids LIKE $2 ORDER BY created_at DESC, id DESC LIMIT $3`, appID, tagPattern(tagID), limit)
	if err != nil {
		return nil, fmt.Errorf("list the QR codes of a tag: %w", err)
	}
	return codes, nil
}

// deletedPart is the part of the account's count under which deleted codes
// are; no code has the subject "".
const deletedPart = "deleted"

// CountDeleted returns how many permanent codes were made at WeChat and then
// deleted here.
func (s QRCodes) CountDeleted(ctx context.Context, appID string) (int, error) {
	all, err := s.tx.talliesOf(ctx, appID, codeNoun, "")
	return all[""][deletedPart], err
}

// NoteDeleted counts a permanent code that was made at WeChat and is deleted
// here.
func (s QRCodes) NoteDeleted(ctx context.Context, appID string) error {
	return s.tx.tally(ctx, appID, codeNoun, []tally{{part: deletedPart, n: 1}})
}

// DaysOf returns what several codes brought on each Beijing day since one, by
// their ids, oldest first. Days without a scan are not in it.
func (s QRCodes) DaysOf(ctx context.Context, appID string, ids []string, since string) (map[string][]tuwen.DayCount, error) {
	days := make(map[string][]tuwen.DayCount, len(ids))
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var id string
		var d tuwen.DayCount
		err := r.Scan(&id, &d.Day, &d.Scans, &d.NewFollowers)
		days[id] = append(days[id], d)
		return err
	}, `SELECT subject, day, CAST(sum(n) AS BIGINT), CAST(sum(m) AS BIGINT) FROM tallies
		WHERE app_id = $1 AND noun = $2 AND subject `+s.tx.dialect.among("$3")+` AND part = '' AND day >= $4
		GROUP BY subject, day ORDER BY subject, day`, appID, codeNoun, s.tx.dialect.list(ids), since)
	if err != nil {
		return nil, fmt.Errorf("count the days of QR codes: %w", err)
	}
	return days, nil
}
