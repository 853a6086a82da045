package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

type noteText struct {
	Text string `json:"text" doc:"at most 200 characters; empty removes the note"`
}

func (a *api) materialRoutes() {
	handle(a, route{id: "choose-materials", method: http.MethodGet, path: "/accounts/{app_id}/materials",
		summary: "The picker: what a use may take from a source, each item with selectable and reason"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			Use     tuwen.Use    `query:"use" required:"true" enum:"mass_send,journey,conversation,qrcode,menu"`
			Source  tuwen.Source `query:"source" enum:"draft,history,published" doc:"default: the first that the use takes"`
			Q       string       `query:"q" maxLength:"200" doc:"words in title, digest, note or body; of the published, among those kept here"`
			Refresh bool         `query:"refresh" doc:"read drafts or published anew"`
		}) (*output[tuwen.Choices], error) {
			c, err := a.desk.Materials.Choices(ctx, who, in.AppID, desk.ChoiceQuery{
				Use: in.Use, Source: in.Source, Q: in.Q, Refresh: in.Refresh, Limit: in.Limit, Cursor: in.Cursor,
			})
			for i := range c.Items {
				a.link.cover(in.AppID, &c.Items[i].Material)
			}
			return answer(c, err)
		})
	handle(a, route{id: "get-material", method: http.MethodGet, path: "/accounts/{app_id}/materials/{media_id}",
		summary: "One material with its articles' bodies"},
		func(ctx context.Context, who tuwen.Actor, in *OfMaterial) (*output[tuwen.Material], error) {
			return a.material(in)(a.desk.Materials.ByID(ctx, who, in.AppID, in.MediaID))
		})
	handle(a, route{id: "delete-material", method: http.MethodDelete, path: "/accounts/{app_id}/materials/{media_id}",
		summary: "Remove a history item here; WeChat is untouched, only a full sync brings it back; 409 names what uses it"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMaterial
			Force bool `query:"force" doc:"also while something active uses it"`
		}) (*nothing, error) {
			return nil, a.desk.Materials.Delete(ctx, who, in.AppID, in.MediaID, in.Force)
		})
	handle(a, route{id: "write-note", method: http.MethodPut, path: "/accounts/{app_id}/materials/{media_id}/note",
		summary: "Write the note 图文说明 of a material"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMaterial
			Body noteText
		}) (*output[tuwen.Note], error) {
			return answer(a.desk.Notes.Write(ctx, who, in.AppID, in.MediaID, in.Body.Text))
		})
	handle(a, route{id: "sync-material", method: http.MethodPost, path: "/accounts/{app_id}/materials/{media_id}/sync",
		summary: "Fetch the newest state of one material; 409 where it was removed here"},
		func(ctx context.Context, who tuwen.Actor, in *OfMaterial) (*output[tuwen.Material], error) {
			return a.material(in)(a.desk.Materials.Sync(ctx, who, in.AppID, in.MediaID))
		})
}

func (a *api) material(in *OfMaterial) func(tuwen.Material, error) (*output[tuwen.Material], error) {
	return func(m tuwen.Material, err error) (*output[tuwen.Material], error) {
		a.link.cover(in.AppID, &m)
		return answer(m, err)
	}
}

func (a *api) listRoutes() {
	handle(a, route{id: "list-drafts", method: http.MethodGet, path: "/accounts/{app_id}/drafts",
		summary: "The newest 60 drafts, read from WeChat unless that was done less than a minute ago"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Refresh bool `query:"refresh" doc:"read at once"`
		}) (*output[tuwen.Reading], error) {
			return a.reading(in.AppID)(a.desk.Drafts.Read(ctx, who, in.AppID, in.Refresh))
		})
	handle(a, route{id: "list-history", method: http.MethodGet, path: "/accounts/{app_id}/history",
		summary: "The local copy of the history, newest update first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			Q     string `query:"q" maxLength:"200" doc:"words in title, digest, note or body"`
			Noted string `query:"noted" enum:"true,false" doc:"only with, or only without a note"`
			Used  string `query:"used" enum:"true,false" doc:"only used, or only unused ones"`
			Month string `query:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"only those updated at WeChat in this Beijing month, e.g. 2021-06"`
		}) (*output[tuwen.HistoryPage], error) {
			p, err := a.desk.Materials.History(ctx, who, in.AppID, desk.HistoryQuery{
				Q: in.Q, Noted: threeState(in.Noted), Used: threeState(in.Used), Month: in.Month, Limit: in.Limit, Cursor: in.Cursor,
			})
			a.link.covers(in.AppID, p.Items)
			return answer(p, err)
		})
	handle(a, route{id: "list-published", method: http.MethodGet, path: "/accounts/{app_id}/published",
		summary: "A page of twenty of the published list; kept for a while, since WeChat allows few calls"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Offset  int  `query:"offset" minimum:"0" maximum:"1000000"`
			Refresh bool `query:"refresh" doc:"read at once"`
		}) (*output[tuwen.Reading], error) {
			return a.reading(in.AppID)(a.desk.Published.Read(ctx, who, in.AppID, in.Offset, in.Refresh))
		})
}

func (a *api) reading(appID string) func(tuwen.Reading, error) (*output[tuwen.Reading], error) {
	return func(r tuwen.Reading, err error) (*output[tuwen.Reading], error) {
		a.link.covers(appID, r.Items)
		return answer(r, err)
	}
}

// threeState reads a filter of three states.
func threeState(s string) *bool {
	if s == "" {
		return nil
	}
	on := s == "true"
	return &on
}
