package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfQRCode is a request about one QR code.
type OfQRCode struct {
	OfAccount
	ID string `path:"id" maxLength:"60"`
}

// CodeFilter are the parameters that choose QR codes.
type CodeFilter struct {
	Q        string           `query:"q" maxLength:"100" doc:"part of a name or a scene"`
	Scene    string           `query:"scene" maxLength:"64" doc:"the scene, whole"`
	Kind     tuwen.QRCodeKind `query:"kind" enum:"permanent,temporary"`
	Source   string           `query:"source" maxLength:"200"`
	Campaign string           `query:"campaign" maxLength:"200"`
	Problem  string           `query:"problem" enum:"true,false" doc:"only those that WeChat has not made, or only the others"`
}

func (f *CodeFilter) query(p Paging) desk.CodeQuery {
	return desk.CodeQuery{
		Q: f.Q, Scene: f.Scene, Kind: f.Kind, Source: f.Source, Campaign: f.Campaign, Problem: threeState(f.Problem),
		Limit: p.Limit, Cursor: p.Cursor,
	}
}

type renewal struct {
	ExpireDays int `json:"expire_days,omitempty" minimum:"0" maximum:"30" doc:"default 30"`
}

// maxCodesFile bounds a file of QR codes: 500 rows with a full reply each.
const maxCodesFile = 2 << 20

func (a *api) qrcodeRoutes() {
	handle(a, route{id: "list-qrcodes", method: http.MethodGet, path: "/accounts/{app_id}/qrcodes",
		summary: "The QR codes with a scene, newest first, each with its last 30 days"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			CodeFilter
		}) (*output[tuwen.Page[tuwen.QRCode]], error) {
			p, err := a.desk.QRCodes.List(ctx, who, in.AppID, in.query(in.Paging))
			for i := range p.Items {
				a.link.code(ctx, &p.Items[i])
			}
			return answer(p, err)
		})
	handle(a, route{id: "create-qrcode", method: http.MethodPost, path: "/accounts/{app_id}/qrcodes", status: http.StatusCreated,
		summary: "Make a QR code at WeChat; 409 qrcode.account_kind where the account is no verified service account"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.NewQRCode
		}) (*output[tuwen.QRCode], error) {
			return a.code(ctx)(a.desk.QRCodes.Create(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "get-qrcode-facets", method: http.MethodGet, path: "/accounts/{app_id}/qrcodes/facets",
		summary: "Sources and campaigns in use, and how many permanent codes may still be made"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.CodeFacets], error) {
			return answer(a.desk.QRCodes.Facets(ctx, who, in.AppID))
		})
	handle(a, route{id: "import-qrcodes", method: http.MethodPost, path: "/accounts/{app_id}/qrcodes/import", status: http.StatusAccepted,
		summary: "Make the QR codes of a CSV file, at most 500, in the background: the file itself as the body. 422 qrcode_import.rows names every wrong row, and nothing is made",
		maxBody: maxCodesFile},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			CheckOnly bool   `query:"check_only" doc:"make nothing"`
			RawBody   []byte `contentType:"text/csv"`
		}) (*output[tuwen.Imported], error) {
			return answer(a.desk.QRCodes.Import(ctx, who, in.AppID, in.RawBody, in.CheckOnly))
		})
	handle(a, route{id: "get-qrcode", method: http.MethodGet, path: "/accounts/{app_id}/qrcodes/{id}",
		summary: "One QR code with its last 30 days and its hours of the day; who came through it is the contacts with followed_by = its scene"},
		func(ctx context.Context, who tuwen.Actor, in *OfQRCode) (*output[tuwen.QRCode], error) {
			return a.code(ctx)(a.desk.QRCodes.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "change-qrcode", method: http.MethodPatch, path: "/accounts/{app_id}/qrcodes/{id}",
		summary: "Change a QR code here; it counts for the next scan, the picture stays"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfQRCode
			Body desk.QRCodeChange
		}) (*output[tuwen.QRCode], error) {
			return a.code(ctx)(a.desk.QRCodes.Change(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "delete-qrcode", method: http.MethodDelete, path: "/accounts/{app_id}/qrcodes/{id}",
		summary: "Delete a QR code here only: WeChat deletes none, and later scans are kept as events without an answer of its own; 409 names the journeys that begin with it"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfQRCode
			Force bool `query:"force" doc:"also while a journey begins with it"`
		}) (*nothing, error) {
			return nil, a.desk.QRCodes.Delete(ctx, who, in.AppID, in.ID, in.Force)
		})
	handle(a, route{id: "renew-qrcode", method: http.MethodPost, path: "/accounts/{app_id}/qrcodes/{id}/renew",
		summary: "Make a temporary code anew, as another picture; or a code that WeChat had refused. Without a body it lasts as long as can be"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfQRCode
			Body *renewal
		}) (*output[tuwen.QRCode], error) {
			days := 0
			if in.Body != nil {
				days = in.Body.ExpireDays
			}
			return a.code(ctx)(a.desk.QRCodes.Renew(ctx, who, in.AppID, in.ID, days))
		})
}

func (a *api) code(ctx context.Context) func(tuwen.QRCode, error) (*output[tuwen.QRCode], error) {
	return func(c tuwen.QRCode, err error) (*output[tuwen.QRCode], error) {
		a.link.code(ctx, &c)
		return answer(c, err)
	}
}
