package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/tuwen"
)

type startSync struct {
	Mode        tuwen.SyncMode `json:"mode" enum:"full,incremental,followers"`
	AcceptPause bool           `json:"accept_pause,omitempty" doc:"let the sync wait for tomorrow's quota"`
}

// OfSync is a request about one run.
type OfSync struct {
	OfAccount
	ID string `path:"id" maxLength:"60"`
}

func (a *api) syncRoutes() {
	handle(a, route{id: "plan-sync", method: http.MethodGet, path: "/accounts/{app_id}/syncs/plan",
		summary: "What a sync would cost, in calls and minutes, and what is left today"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Mode tuwen.SyncMode `query:"mode" enum:"full,incremental,followers" required:"true"`
		}) (*output[tuwen.SyncPlan], error) {
			return answer(a.desk.Syncs.Plan(ctx, who, in.AppID, in.Mode))
		})
	handle(a, route{id: "start-sync", method: http.MethodPost, path: "/accounts/{app_id}/syncs", status: http.StatusAccepted,
		summary: "Start a sync; 409 while one is under way, with it as related"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body startSync
		}) (*output[tuwen.SyncRun], error) {
			return answer(a.desk.Syncs.Start(ctx, who, in.AppID, in.Body.Mode, in.Body.AcceptPause))
		})
	handle(a, route{id: "list-syncs", method: http.MethodGet, path: "/accounts/{app_id}/syncs",
		summary: "The runs of the history, or of the followers, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Mode string `query:"mode" enum:"history,followers" default:"history"`
			Paging
		}) (*output[tuwen.Page[tuwen.SyncRun]], error) {
			if in.Mode == string(tuwen.Followers) {
				return answer(a.desk.Syncs.ListFollowers(ctx, who, in.AppID, in.Limit, in.Cursor))
			}
			return answer(a.desk.Syncs.List(ctx, who, in.AppID, in.Limit, in.Cursor))
		})
	handle(a, route{id: "get-sync", method: http.MethodGet, path: "/accounts/{app_id}/syncs/{id}", summary: "One run"},
		func(ctx context.Context, who tuwen.Actor, in *OfSync) (*output[tuwen.SyncRun], error) {
			return answer(a.desk.Syncs.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "cancel-sync", method: http.MethodPost, path: "/accounts/{app_id}/syncs/{id}/cancel",
		summary: "End a run; what it fetched stays"},
		func(ctx context.Context, who tuwen.Actor, in *OfSync) (*output[tuwen.SyncRun], error) {
			return answer(a.desk.Syncs.Cancel(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "pause-sync", method: http.MethodPost, path: "/accounts/{app_id}/syncs/{id}/pause",
		summary: "Halt a run at its checkpoint"},
		func(ctx context.Context, who tuwen.Actor, in *OfSync) (*output[tuwen.SyncRun], error) {
			return answer(a.desk.Syncs.Pause(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "resume-sync", method: http.MethodPost, path: "/accounts/{app_id}/syncs/{id}/resume",
		summary: "Let a paused or failed run go on at its checkpoint"},
		func(ctx context.Context, who tuwen.Actor, in *OfSync) (*output[tuwen.SyncRun], error) {
			return answer(a.desk.Syncs.Resume(ctx, who, in.AppID, in.ID))
		})
	a.syncEvents()
}
