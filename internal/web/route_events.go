package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfEvent is a request about one event.
type OfEvent struct {
	OfAccount
	ID string `path:"id" maxLength:"64"`
}

// OfMessage is a request about one customer-service message.
type OfMessage struct {
	OfAccount
	ID string `path:"id" maxLength:"64"`
}

func (a *api) eventRoutes() {
	handle(a, route{id: "list-events", method: http.MethodGet, path: "/accounts/{app_id}/events",
		summary: "The pushes that came in, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			Kind     tuwen.EventKind `query:"kind" enum:"message,follow,unfollow,scan,tap,option,other"`
			OpenID   string          `query:"openid" maxLength:"64"`
			Answered string          `query:"answered" enum:"true,false" doc:"only those that something answered, or only the others"`
		}) (*output[tuwen.Page[tuwen.Event]], error) {
			return answer(a.desk.Events.List(ctx, who, in.AppID, desk.EventQuery{
				Kind: in.Kind, OpenID: in.OpenID, Answered: threeState(in.Answered), Limit: in.Limit, Cursor: in.Cursor,
			}))
		})
	handle(a, route{id: "get-event", method: http.MethodGet, path: "/accounts/{app_id}/events/{id}",
		summary: "One push; operators see it decrypted, with what it was answered"},
		func(ctx context.Context, who tuwen.Actor, in *OfEvent) (*output[tuwen.Event], error) {
			return answer(a.desk.Events.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "list-messages", method: http.MethodGet, path: "/accounts/{app_id}/messages",
		summary: "Customer-service messages, newest first; those with a state unsent or unknown did not, or may not have, gone out"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			States []tuwen.MessageState `query:"states" maxItems:"5" doc:"one of these"`
			OpenID string               `query:"openid" maxLength:"64"`
		}) (*output[tuwen.Page[tuwen.Message]], error) {
			return answer(a.desk.Messages.List(ctx, who, in.AppID, desk.MessageQuery{
				States: in.States, OpenID: in.OpenID, Limit: in.Limit, Cursor: in.Cursor,
			}))
		})
	handle(a, route{id: "get-message", method: http.MethodGet, path: "/accounts/{app_id}/messages/{id}",
		summary: "One customer-service message, with why it did not go out"},
		func(ctx context.Context, who tuwen.Actor, in *OfMessage) (*output[tuwen.Message], error) {
			return answer(a.desk.Messages.ByID(ctx, who, in.AppID, in.ID))
		})
}
