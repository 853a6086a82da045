package web

import (
	"context"
	"net/http"
	"time"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfMassSend is a request about one mass send.
type OfMassSend struct {
	OfAccount
	ID string `path:"id" maxLength:"60"`
}

type (
	scheduleTime struct {
		At time.Time `json:"at" doc:"a multiple of five minutes"`
	}
	typedTitle struct {
		Title string `json:"title" maxLength:"200" doc:"of the send, typed by who deletes it"`
	}
	massRulesChange struct {
		Approval bool `json:"approval" doc:"a send needs a second operator"`
	}
	massSpeedChange struct {
		Speed int `json:"speed" minimum:"0" maximum:"4"`
	}
	candidates struct {
		Items []tuwen.MassCandidate `json:"items"`
	}
)

const (
	massSends = "/accounts/{app_id}/mass-sends"
	massOne   = massSends + "/{id}"
)

func (a *api) massSendRoutes() {
	handle(a, route{id: "list-mass-sends", method: http.MethodGet, path: massSends,
		summary: "The mass sends, those made last first; by the time they go out or went out for a calendar"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			State tuwen.MassSendState `query:"state" enum:"draft,scheduled,sending,waiting,sent,failed,unknown,canceled,deleted"`
			From  time.Time           `query:"from"`
			Until time.Time           `query:"until" doc:"exclusive"`
		}) (*output[tuwen.Page[tuwen.MassSend]], error) {
			return answer(a.desk.MassSends.List(ctx, who, in.AppID, desk.MassQuery{
				State: in.State, From: in.From, Until: in.Until, Limit: in.Limit, Cursor: in.Cursor,
			}))
		})
	handle(a, route{id: "create-mass-send", method: http.MethodPost, path: massSends, status: http.StatusCreated,
		summary: "Compose a mass send of a draft or a history item; nothing is sent"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.NewMassSend
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.MassSends.Create(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "get-mass-send", method: http.MethodGet, path: massOne, summary: "One mass send"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*output[tuwen.MassSend], error) {
			return answer(a.desk.MassSends.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "change-mass-send", method: http.MethodPatch, path: massOne,
		summary: "Change a mass send that is a draft; 409 otherwise"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			Body desk.MassSendChange
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.MassSends.Change(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "delete-mass-send", method: http.MethodDelete, path: massOne,
		summary: "Delete a mass send that never went out, here; what was sent is kept"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*nothing, error) {
			return nil, a.desk.MassSends.Delete(ctx, who, in.AppID, in.ID)
		})
	handle(a, route{id: "preflight-mass-send", method: http.MethodPost, path: massOne + "/preflight",
		summary: "Look at everything that can be known before it goes out; what only WeChat knows is unknown"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			At time.Time `query:"at" doc:"when it is to go out; missing: as it is planned, else now"`
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.MassSends.Preflight(ctx, who, in.AppID, in.ID, in.At))
		})
	handle(a, route{id: "preview-mass-send", method: http.MethodPost, path: massOne + "/preview",
		summary: "Send it to one person; 409 mass_send.copy_needed where WeChat refuses a history item's own id"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			Body desk.MassPreview
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.MassSends.Preview(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "copy-mass-send", method: http.MethodPost, path: massOne + "/copy",
		summary: "Make a draft copy of the history item, and the mass send one of the copy"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*output[tuwen.MassSend], error) {
			return answer(a.desk.MassSends.Copy(ctx, who, in.AppID, in.ID))
		})
}

func (a *api) dispatchRoutes() {
	handle(a, route{id: "send-mass-send", method: http.MethodPost, path: massOne + "/send",
		summary: "Send it now or at a time, with the expected number of people; where the account asks for a second operator it waits for the approval"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			Body desk.MassOrder
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.Dispatch.Send(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "approve-mass-send", method: http.MethodPost, path: massOne + "/approve",
		summary: "Approve what another operator asked to send; 403 mass_send.own for one's own"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*output[tuwen.MassSend], error) {
			return answer(a.desk.Dispatch.Approve(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "cancel-mass-send", method: http.MethodPost, path: massOne + "/cancel",
		summary: "Cancel a scheduled send before WeChat is asked; withdraw one's own wish to send, or reject another operator's"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*output[tuwen.MassSend], error) {
			return answer(a.desk.Dispatch.Cancel(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "reschedule-mass-send", method: http.MethodPost, path: massOne + "/reschedule",
		summary: "Give a scheduled send another time"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			Body scheduleTime
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.Dispatch.Reschedule(ctx, who, in.AppID, in.ID, in.Body.At))
		})
	handle(a, route{id: "take-down-mass-send", method: http.MethodPost, path: massOne + "/take-down",
		summary: "Delete a sent message at WeChat, for good: the cards stay in the chats and lead nowhere, of every send of the same history item"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			Body typedTitle
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.Dispatch.TakeDown(ctx, who, in.AppID, in.ID, in.Body.Title))
		})
	handle(a, route{id: "list-mass-send-candidates", method: http.MethodGet, path: massOne + "/candidates",
		summary: "The results WeChat pushed that may be those of an unknown send"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*output[candidates], error) {
			all, err := a.desk.Dispatch.Candidates(ctx, who, in.AppID, in.ID)
			return answer(candidates{all}, err)
		})
	handle(a, route{id: "resolve-mass-send", method: http.MethodPost, path: massOne + "/resolve",
		summary: "Say what became of an unknown send"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfMassSend
			Body desk.Resolution
		}) (*output[tuwen.MassSend], error) {
			return answer(a.desk.Dispatch.Resolve(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "get-mass-rules", method: http.MethodGet, path: "/accounts/{app_id}/mass-rules",
		summary: "What mass sends keep to: approval, quota of the period by our own record, previews left"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.MassRules], error) {
			return answer(a.desk.Dispatch.Rules(ctx, who, in.AppID))
		})
	handle(a, route{id: "set-mass-rules", method: http.MethodPut, path: "/accounts/{app_id}/mass-rules", needs: tuwen.Admin,
		summary: "Say whether a send needs a second operator"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body massRulesChange
		}) (*output[tuwen.MassRules], error) {
			return answer(a.desk.Dispatch.AskForApproval(ctx, who, in.AppID, in.Body.Approval))
		})
	handle(a, route{id: "get-mass-speed", method: http.MethodGet, path: "/accounts/{app_id}/mass-speed",
		summary: "How fast the account sends, as WeChat says"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.MassSpeed], error) {
			return answer(a.desk.Dispatch.Speed(ctx, who, in.AppID))
		})
	handle(a, route{id: "set-mass-speed", method: http.MethodPut, path: "/accounts/{app_id}/mass-speed",
		summary: "Change how fast the account sends, to protect the pages that articles lead to"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body massSpeedChange
		}) (*output[tuwen.MassSpeed], error) {
			return answer(a.desk.Dispatch.SetSpeed(ctx, who, in.AppID, in.Body.Speed))
		})
}

func (a *api) publicationRoutes() {
	handle(a, route{id: "publish-draft", method: http.MethodPost, path: "/accounts/{app_id}/drafts/{media_id}/publish", status: http.StatusAccepted,
		summary: "Publish a draft without telling any follower; it takes WeChat a while"},
		func(ctx context.Context, who tuwen.Actor, in *OfMaterial) (*output[tuwen.Publication], error) {
			return answer(a.desk.Publications.Publish(ctx, who, in.AppID, in.MediaID))
		})
	handle(a, route{id: "list-publications", method: http.MethodGet, path: "/accounts/{app_id}/publications",
		summary: "The drafts published from here, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
		}) (*output[tuwen.Page[tuwen.Publication]], error) {
			return answer(a.desk.Publications.List(ctx, who, in.AppID, in.Limit, in.Cursor))
		})
	handle(a, route{id: "get-publication", method: http.MethodGet, path: "/accounts/{app_id}/publications/{id}",
		summary: "One publication"},
		func(ctx context.Context, who tuwen.Actor, in *OfMassSend) (*output[tuwen.Publication], error) {
			return answer(a.desk.Publications.ByID(ctx, who, in.AppID, in.ID))
		})
}
