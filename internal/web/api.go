package web

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// prefix is where the API lives.
const prefix = "/api/v1"

// maxBody bounds request bodies of the API, but those of replies, of which
// there may be many texts in one.
const (
	maxBody        = 64 << 10
	maxRepliesBody = 256 << 10
)

// bodyWithin is how long a body may take to arrive. The deadline stays on the
// connection while the handler works, and ends its context: it must be longer
// than what asks WeChat several times takes.
const bodyWithin = 90 * time.Second

// api is the HTTP API: its routes, each one desk call between an input and an
// output.
type api struct {
	huma.API
	desk     *desk.Desk
	sessions *sessions
	log      *slog.Logger
	link     links
	version  Version
	stopping chan struct{}
}

// newAPI registers all routes on the mux.
func newAPI(mux humago.Mux, a *api) *api {
	adoptProblems()
	config := huma.DefaultConfig("tuwen", "1")
	config.Info.Description = "The console for WeChat Official Accounts. " +
		"Sign in with a session cookie or `Authorization: Bearer TOKEN`. Times are RFC 3339; lists page by cursor."
	config.CreateHooks = nil // no $schema field in answers
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName},
		"token":   {Type: "http", Scheme: "bearer"},
	}
	config.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	given(config.Components.Schemas)
	a.API = humago.New(mux, config)

	a.sessionRoutes()
	a.operatorRoutes()
	a.tokenRoutes()
	a.accountRoutes()
	a.quotaRoutes()
	a.materialRoutes()
	a.listRoutes()
	a.syncRoutes()
	a.replyRuleRoutes()
	a.conversationRoutes()
	a.replyPictureRoutes()
	a.autoReplyRoutes()
	a.menuRoutes()
	a.massSendRoutes()
	a.dispatchRoutes()
	a.publicationRoutes()
	a.qrcodeRoutes()
	a.qrcodePictureRoutes()
	a.journeyRoutes()
	a.enrollmentRoutes()
	a.contactRoutes()
	a.taggingRoutes()
	a.tagRoutes()
	a.eventRoutes()
	a.generalRoutes()
	describe(a.OpenAPI().Components.Schemas)
	return a
}

// output is the body of an answer and its caching: none of it is anybody
// else's to keep.
type output[T any] struct {
	CacheControl string `header:"Cache-Control" hidden:"true"`
	Body         T
}

func answer[T any](v T, err error) (*output[T], error) {
	if err != nil {
		return nil, err
	}
	return &output[T]{CacheControl: "no-store", Body: v}, nil
}

// nothing is an answer without a body, 204.
type nothing struct{}

// none is a request without values.
type none struct{}

// OfAccount is a request about one account. It is exported because huma reads
// exported fields only, embedded ones too.
type OfAccount struct {
	AppID string `path:"app_id" doc:"the account's AppID" maxLength:"40"`
}

// OfMaterial is a request about one material.
type OfMaterial struct {
	OfAccount
	MediaID string `path:"media_id" maxLength:"200"`
}

// Paging are the parameters of every list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor string `query:"cursor" maxLength:"300"`
}

// route is how an operation is written in the tables of routes.
type route struct {
	id, method, path, summary string
	status                    int        // default 200, or 204 without a body
	open                      bool       // nobody needs to be signed in
	maxBody                   int64      // default maxBody
	needs                     tuwen.Role // default by the method, see [route.role]
}

// handle registers a handler that answers for the signed-in actor.
func handle[I, O any](a *api, r route, h func(context.Context, tuwen.Actor, *I) (*O, error)) {
	op := a.operation(r)
	huma.Register(a, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, actorOf(ctx), in)
		if err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return out, nil
	})
}

func (a *api) operation(r route) huma.Operation {
	op := huma.Operation{
		OperationID: r.id, Method: r.method, Path: prefix + r.path, Summary: r.summary,
		DefaultStatus: r.status, MaxBodyBytes: cmp.Or(r.maxBody, maxBody), BodyReadTimeout: bodyWithin, Tags: []string{tagOf(r.path)},
	}
	if r.open {
		op.Security = []map[string][]string{{}}
	} else {
		op.Middlewares = huma.Middlewares{gate(r, a.log)}
	}
	return op
}

// tagOf groups the operations by the noun of their path.
func tagOf(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "accounts" && len(parts) > 2 {
		return parts[2]
	}
	return parts[0]
}
