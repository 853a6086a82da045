package web

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tuwen/tuwen/internal/desk"
)

// openapiYAML and docsHTML are made once, when first asked for.
var (
	openapiYAML = sync.OnceValues(OpenAPI)
	docsHTML    = sync.OnceValues(renderDocs)
)

func openapiFile(w http.ResponseWriter, _ *http.Request) {
	b, err := openapiYAML()
	if err != nil {
		plain(w, http.StatusInternalServerError, "the description cannot be written")
		return
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(b)
}

// docsPage is the reference of the API, plain HTML without a script and
// without anything from elsewhere.
func docsPage(w http.ResponseWriter, _ *http.Request) {
	b, err := docsHTML()
	if err != nil {
		plain(w, http.StatusInternalServerError, "the reference cannot be written")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(b)
}

type docsGroup struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary string
	Parameters                []docsField
	Body, Answer              string
	Status                    string
	Open                      bool
}

type docsSchema struct {
	Name   string
	Fields []docsField
}

type docsField struct {
	Name, In, Type, Link, Description string
	Required                          bool
}

func renderDocs() ([]byte, error) {
	api := newAPI(http.NewServeMux(), &api{desk: &desk.Desk{}}).OpenAPI()
	groups := map[string]*docsGroup{}
	for path, item := range api.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			name := op.Tags[0]
			if groups[name] == nil {
				groups[name] = &docsGroup{Name: name}
			}
			groups[name].Operations = append(groups[name].Operations, docsOperationOf(path, op))
		}
	}
	page := struct {
		Groups  []docsGroup
		Schemas []docsSchema
	}{}
	for _, g := range groups {
		slices.SortFunc(g.Operations, func(a, b docsOperation) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
		})
		page.Groups = append(page.Groups, *g)
	}
	slices.SortFunc(page.Groups, func(a, b docsGroup) int { return cmp.Compare(a.Name, b.Name) })
	for name, s := range api.Components.Schemas.Map() {
		page.Schemas = append(page.Schemas, docsSchemaOf(name, s))
	}
	slices.SortFunc(page.Schemas, func(a, b docsSchema) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	err := docsTemplate.Execute(&b, page)
	return b.Bytes(), err
}

func docsOperationOf(path string, op *huma.Operation) docsOperation {
	d := docsOperation{
		ID: op.OperationID, Method: op.Method, Path: path, Summary: op.Summary,
		Status: strconv.Itoa(op.DefaultStatus), Open: len(op.Security) == 1 && len(op.Security[0]) == 0,
	}
	for _, p := range op.Parameters {
		t, link := typeName(p.Schema)
		d.Parameters = append(d.Parameters, docsField{Name: p.Name, In: p.In, Type: t, Link: link, Description: p.Description, Required: p.Required})
	}
	if op.RequestBody != nil && op.RequestBody.Content["application/json"] != nil {
		_, d.Body = typeName(op.RequestBody.Content["application/json"].Schema)
	}
	if r := op.Responses[d.Status]; r != nil && r.Content["application/json"] != nil {
		_, d.Answer = typeName(r.Content["application/json"].Schema)
	}
	return d
}

func docsSchemaOf(name string, s *huma.Schema) docsSchema {
	d := docsSchema{Name: name}
	for field, p := range s.Properties {
		t, link := typeName(p)
		d.Fields = append(d.Fields, docsField{
			Name: field, Type: t, Link: link, Description: p.Description, Required: slices.Contains(s.Required, field),
		})
	}
	slices.SortFunc(d.Fields, func(a, b docsField) int { return cmp.Compare(a.Name, b.Name) })
	return d
}

// typeName words a schema, with the noun it links to.
func typeName(s *huma.Schema) (words, link string) {
	switch {
	case s == nil:
		return "any", ""
	case s.Ref != "":
		noun := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		return noun, noun
	case len(s.AnyOf) > 0:
		t, link := typeName(s.AnyOf[0])
		return t + " or null", link
	case s.Type == "array":
		t, link := typeName(s.Items)
		return "list of " + t, link
	case len(s.Enum) > 0:
		all := make([]string, len(s.Enum))
		for i, e := range s.Enum {
			all[i] = strings.Trim(template.JSEscaper(e), `"`)
		}
		return strings.Join(all, " | "), ""
	case s.Format == "date-time":
		words = "time"
	default:
		words = cmp.Or(s.Type, "any")
	}
	if s.Nullable {
		words += " or null"
	}
	return words, ""
}

var docsTemplate = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>图文 tuwen · HTTP API</title>
<style>
body{margin:0;background:#f3f5f1;color:#16211b;font:14px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
main{max-width:980px;margin:24px auto;padding:32px 40px 64px;background:#fff;border-radius:16px;box-shadow:0 0 0 1px #e6ebe5}
h1{font-size:22px}h2{font-size:17px;margin:40px 0 8px;padding-top:16px;border-top:1px solid #e6ebe5}
h3{font-size:14px;margin:24px 0 4px}a{color:#0b6e4f}nav a{margin-right:14px;display:inline-block}
code,.p{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px}
.m{display:inline-block;min-width:58px;padding:0 6px;margin-right:8px;border-radius:4px;background:#e9f5ef;color:#08573f;font-size:12px;font-weight:600;text-align:center}
table{border-collapse:collapse;width:100%;margin:8px 0}td,th{padding:4px 8px;border-bottom:1px solid #e6ebe5;text-align:left;vertical-align:top;font-weight:400}
th{width:26%}td:nth-child(2){width:30%;color:#4a5750}p{margin:4px 0}
</style></head><body><main>
<h1>图文 tuwen · HTTP API</h1>
<p>Base <code>/api/v1</code>. JSON, snake_case, times RFC 3339. Sign in with a session cookie or send
<code>Authorization: Bearer TOKEN</code>. Lists page by <code>?limit=&amp;cursor=</code>.
A failure is <a href="#ProblemDetails">application/problem+json</a>:
400 unreadable, 401 nobody signed in, 403 may not, 404 no such thing, 409 its state does not allow it, 413 too large,
422 a value is wrong, 429 a quota or throttle, 502 WeChat refused, 503 WeChat or the database does not answer.
The same as a file: <a href="/openapi.yaml">/openapi.yaml</a>.</p>
<nav>{{range .Groups}}<a href="#g-{{.Name}}">{{.Name}}</a>{{end}}<a href="#nouns">nouns</a></nav>
{{range .Groups}}<h2 id="g-{{.Name}}">{{.Name}}</h2>
{{range .Operations}}<h3 id="{{.ID}}"><span class="m">{{.Method}}</span><span class="p">{{.Path}}</span></h3>
<p>{{.Summary}}.{{if .Open}} Open to everyone.{{end}}</p>
{{with .Body}}<p>Body: <a href="#{{.}}">{{.}}</a></p>{{end}}
{{if .Parameters}}<table>{{range .Parameters}}<tr><th scope="row"><code>{{.Name}}</code>{{if .Required}} *{{end}} ({{.In}})</th><td>{{.Type}}</td><td>{{.Description}}</td></tr>{{end}}</table>{{end}}
<p>Answer: {{.Status}}{{with .Answer}} <a href="#{{.}}">{{.}}</a>{{end}}</p>
{{end}}{{end}}
<h2 id="nouns">Nouns</h2>
{{range .Schemas}}<h3 id="{{.Name}}">{{.Name}}</h3>
<table>{{range .Fields}}<tr><th scope="row"><code>{{.Name}}</code>{{if .Required}} *{{end}}</th><td>{{if .Link}}<a href="#{{.Link}}">{{.Type}}</a>{{else}}{{.Type}}{{end}}</td><td>{{.Description}}</td></tr>{{end}}</table>
{{end}}</main></body></html>
`))
