package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfOperator is a request about one operator.
type OfOperator struct {
	ID string `path:"id" maxLength:"60"`
}

func (a *api) operatorRoutes() {
	handle(a, route{id: "list-operators", method: http.MethodGet, path: "/operators", needs: tuwen.Admin, summary: "All operators"},
		func(ctx context.Context, who tuwen.Actor, _ *none) (*output[tuwen.Page[tuwen.Operator]], error) {
			return whole(a.desk.Operators.All(ctx, who))
		})
	handle(a, route{id: "create-operator", method: http.MethodPost, path: "/operators", needs: tuwen.Admin, status: http.StatusCreated,
		summary: "Let a person in"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body desk.NewOperator }) (*output[tuwen.Operator], error) {
			return answer(a.desk.Operators.Create(ctx, who, in.Body))
		})
	handle(a, route{id: "get-operator", method: http.MethodGet, path: "/operators/{id}", needs: tuwen.Admin, summary: "One operator"},
		func(ctx context.Context, who tuwen.Actor, in *OfOperator) (*output[tuwen.Operator], error) {
			return answer(a.desk.Operators.ByID(ctx, who, in.ID))
		})
	handle(a, route{id: "change-operator", method: http.MethodPatch, path: "/operators/{id}", needs: tuwen.Admin,
		summary: "Change an operator's name, role, password, or whether they may sign in"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfOperator
			Body desk.OperatorChange
		}) (*output[tuwen.Operator], error) {
			return answer(a.desk.Operators.Change(ctx, who, in.ID, in.Body))
		})
	handle(a, route{id: "end-operator-sessions", method: http.MethodDelete, path: "/operators/{id}/sessions", needs: tuwen.Admin,
		summary: "End every session of an operator"},
		func(ctx context.Context, who tuwen.Actor, in *OfOperator) (*nothing, error) {
			return nil, a.desk.Operators.EndSessions(ctx, who, in.ID)
		})
}

type newToken struct {
	Name string     `json:"name" maxLength:"200"`
	Role tuwen.Role `json:"role" enum:"admin,operator,viewer"`
}

// OfToken is a request about one API token.
type OfToken struct {
	ID string `path:"id" maxLength:"60"`
}

func (a *api) tokenRoutes() {
	handle(a, route{id: "list-tokens", method: http.MethodGet, path: "/tokens", needs: tuwen.Admin, summary: "All API tokens, without their text"},
		func(ctx context.Context, who tuwen.Actor, _ *none) (*output[tuwen.Page[tuwen.APIToken]], error) {
			return whole(a.desk.Tokens.All(ctx, who))
		})
	handle(a, route{id: "create-token", method: http.MethodPost, path: "/tokens", needs: tuwen.Admin, status: http.StatusCreated,
		summary: "Make an API token; its text is shown this once"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body newToken }) (*output[tuwen.MadeToken], error) {
			return answer(a.desk.Tokens.Create(ctx, who, in.Body.Name, in.Body.Role))
		})
	handle(a, route{id: "delete-token", method: http.MethodDelete, path: "/tokens/{id}", needs: tuwen.Admin, summary: "Revoke an API token"},
		func(ctx context.Context, who tuwen.Actor, in *OfToken) (*nothing, error) {
			return nil, a.desk.Tokens.Delete(ctx, who, in.ID)
		})
}

// whole answers a short list that is never paged.
func whole[T any](items []T, err error) (*output[tuwen.Page[T]], error) {
	if items == nil {
		items = []T{}
	}
	return answer(tuwen.Page[T]{Items: items, Total: len(items)}, err)
}
