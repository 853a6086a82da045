package web

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// role returns whose calls the route is for: who may only read may call what
// only reads, unless the table of routes says otherwise. The desk decides; the
// table is asked where a request never comes to the desk.
func (r route) role() tuwen.Role {
	switch {
	case r.needs != "":
		return r.needs
	case r.method == http.MethodGet:
		return tuwen.Viewer
	}
	return tuwen.Operates
}

type refusalKey struct{}

// gate answers a stranger before the body of the request is read. A request
// of somebody whose role is too low goes on to the desk, which refuses it; one
// that is malformed as well does not get there, and gets the same answer.
func gate(r route, log *slog.Logger) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		actor := actorOf(hc.Context())
		if err := actor.May(tuwen.Viewer); err != nil {
			_, w := humago.Unwrap(hc)
			writeProblem(w, problemOf(hc.Context(), log, err))
			return
		}
		if err := actor.May(r.role()); err != nil {
			hc = huma.WithValue(hc, refusalKey{}, problemOf(hc.Context(), log, err))
		}
		next(hc)
	}
}

// refusalOf returns why the caller may not make the call, nil where they may.
func refusalOf(ctx context.Context) *ProblemDetails {
	p, _ := ctx.Value(refusalKey{}).(*ProblemDetails)
	return p
}
