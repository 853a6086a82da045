package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Version is the build that answers.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

func (a *api) generalRoutes() {
	handle(a, route{id: "list-usages", method: http.MethodGet, path: "/usages",
		summary: "Which use takes materials of which source, one article or several, and how it reaches a follower"},
		func(context.Context, tuwen.Actor, *none) (*output[tuwen.Page[tuwen.Usage]], error) {
			return whole(tuwen.Usages(), nil)
		})
	handle(a, route{id: "get-version", method: http.MethodGet, path: "/version", summary: "The build that answers"},
		func(context.Context, tuwen.Actor, *none) (*output[Version], error) {
			return answer(a.version, nil)
		})
	handle(a, route{id: "list-audit", method: http.MethodGet, path: "/audit", needs: tuwen.Admin, summary: "Who did what, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			Paging
			AppID  string `query:"app_id" maxLength:"40"`
			Actor  string `query:"actor" maxLength:"100"`
			Action string `query:"action" maxLength:"60" example:"note.write"`
		}) (*output[tuwen.Page[tuwen.Entry]], error) {
			return answer(a.desk.Audit.List(ctx, who, desk.AuditQuery{
				AppID: in.AppID, Actor: in.Actor, Action: in.Action, Limit: in.Limit, Cursor: in.Cursor,
			}))
		})
}
