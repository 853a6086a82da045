package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// SetupState tells whether the console waits for its first administrator.
type SetupState struct {
	Needed bool `json:"needed"`
}

type signIn struct {
	Email    string `json:"email" maxLength:"254"`
	Password string `json:"password" maxLength:"1024"`
}

type signInCode struct {
	Code string `json:"code" maxLength:"200" doc:"the one-time code of a sign-in link"`
}

type setUp struct {
	Code     string `json:"code" maxLength:"200" doc:"as serve prints it while there is no operator"`
	Name     string `json:"name" maxLength:"200"`
	Email    string `json:"email" maxLength:"254"`
	Password string `json:"password" maxLength:"1024"`
}

func (a *api) sessionRoutes() {
	handle(a, route{id: "get-setup", method: http.MethodGet, path: "/setup", open: true,
		summary: "Whether the first administrator is still to be made"},
		func(ctx context.Context, _ tuwen.Actor, _ *none) (*output[SetupState], error) {
			needed, err := a.desk.Sessions.SetupNeeded(ctx)
			return answer(SetupState{Needed: needed}, err)
		})
	handle(a, route{id: "set-up", method: http.MethodPost, path: "/setup", open: true, status: http.StatusCreated,
		summary: "Make the first administrator and sign in; 409 once an operator exists"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body setUp }) (*output[tuwen.Session], error) {
			op, err := a.desk.Sessions.SetUp(ctx, who, desk.SetUp(in.Body))
			return a.begin(ctx, op, err)
		})
	handle(a, route{id: "sign-in", method: http.MethodPost, path: "/session", open: true,
		summary: "Sign in by email and password; 429 with the time while locked out"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body signIn }) (*output[tuwen.Session], error) {
			op, err := a.desk.Sessions.SignIn(ctx, who, in.Body.Email, in.Body.Password)
			return a.begin(ctx, op, err)
		})
	handle(a, route{id: "sign-in-by-code", method: http.MethodPost, path: "/session/code", open: true,
		summary: "Sign in by the one-time code of a sign-in link"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body signInCode }) (*output[tuwen.Session], error) {
			op, err := a.desk.Sessions.SignInByCode(ctx, who, in.Body.Code)
			return a.begin(ctx, op, err)
		})
	handle(a, route{id: "get-session", method: http.MethodGet, path: "/session", summary: "Who is signed in"},
		func(ctx context.Context, who tuwen.Actor, _ *none) (*output[tuwen.Session], error) {
			s, err := a.desk.Sessions.Current(ctx, who)
			s.ExpiresAt = a.sessions.expiry(ctx)
			return answer(s, err)
		})
	handle(a, route{id: "change-session", method: http.MethodPatch, path: "/session", needs: tuwen.Viewer,
		summary: "Change one's own name, language or password"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body desk.ProfileChange }) (*output[tuwen.Session], error) {
			s, epoch, err := a.desk.Sessions.Change(ctx, who, in.Body)
			if err == nil && in.Body.Password != nil {
				err = a.sessions.begin(ctx, who.OperatorID, epoch)
			}
			s.ExpiresAt = a.sessions.expiry(ctx)
			return answer(s, err)
		})
	handle(a, route{id: "sign-out", method: http.MethodDelete, path: "/session", needs: tuwen.Viewer, summary: "Sign out"},
		func(ctx context.Context, who tuwen.Actor, _ *none) (*nothing, error) {
			if err := a.desk.Sessions.SignOut(ctx, who); err != nil {
				return nil, err
			}
			return nil, a.sessions.end(ctx)
		})
	handle(a, route{id: "sign-out-everywhere", method: http.MethodDelete, path: "/sessions", needs: tuwen.Viewer,
		summary: "End every session of the signed-in operator, this one too"},
		func(ctx context.Context, who tuwen.Actor, _ *none) (*nothing, error) {
			if err := a.desk.Sessions.SignOutEverywhere(ctx, who); err != nil {
				return nil, err
			}
			return nil, a.sessions.end(ctx)
		})
}

// begin gives the operator a session of a new token, so that one planted
// before the sign-in is worth nothing.
func (a *api) begin(ctx context.Context, in desk.SignedIn, err error) (*output[tuwen.Session], error) {
	if err != nil {
		return nil, err
	}
	if err := a.sessions.begin(ctx, in.Session.Operator.ID, in.Session.Operator.Epoch); err != nil {
		return nil, err
	}
	in.Session.ExpiresAt = a.sessions.expiry(ctx)
	return answer(in.Session, nil)
}
