package web

import (
	"context"
	"html/template"
	"net/http"
	"strconv"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// previewPolicy lets the page show our pictures and its own styles, and run
// nothing. The sandbox takes its origin away too.
const previewPolicy = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// preview shows one article as a phone would: cleaned, in WeChat's measures.
//
// A frame without an origin sends no cookie for its pictures, so their
// addresses are signed and expire.
func (w *Web) preview(rw http.ResponseWriter, r *http.Request) {
	ctx, appID := r.Context(), r.PathValue("app_id")
	h := rw.Header()
	h.Set("Content-Security-Policy", previewPolicy)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Type", "text/html; charset=utf-8")
	index, err := strconv.Atoi(r.PathValue("index"))
	if err != nil || index < 0 {
		w.noPreview(ctx, rw, tuwen.Errorf(tuwen.NotFound, "article.none", "a material has its articles at 0, 1, 2 …"))
		return
	}
	a, err := w.desk.Preview.Article(ctx, actorOf(ctx), appID, r.PathValue("media_id"), index, func(hash string) string {
		return w.signer.path(appID, hash)
	})
	if err != nil {
		w.noPreview(ctx, rw, err)
		return
	}
	page := previewPage{
		Title: a.Title, Author: a.Author, Account: a.Account, Deleted: a.Deleted,
		Date: tuwen.Beijing(a.UpdatedAt).Format("2006-01-02 15:04"),
		// The desk cleaned it.
		Body: template.HTML(a.HTML),
	}
	if err := previewTemplate.Execute(rw, page); err != nil {
		w.log.DebugContext(ctx, "preview not written", "err", err)
	}
}

func (w *Web) noPreview(ctx context.Context, rw http.ResponseWriter, err error) {
	p := problemOf(ctx, w.log, err)
	text := "这篇文章暂时无法预览"
	switch p.Status {
	case http.StatusUnauthorized:
		text = "登录已失效，请重新登录"
	case http.StatusNotFound:
		text = "没有找到这篇文章"
	}
	rw.WriteHeader(p.Status)
	_ = previewTemplate.Execute(rw, previewPage{Failure: text})
}

type previewPage struct {
	Title, Author, Account, Date string
	Body                         template.HTML
	Deleted                      bool
	Failure                      string
}

var previewTemplate = template.Must(template.New("preview").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{or .Title "预览"}}</title>
<style>
:root{color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:rgba(0,0,0,.9);
font:17px/1.75 -apple-system,BlinkMacSystemFont,"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif;
overflow-wrap:break-word;word-break:break-word}
main{max-width:677px;margin:0 auto;padding:20px 16px 48px}
h1.t{margin:0 0 14px;font-size:22px;line-height:1.4;font-weight:600;text-wrap:balance}
.m{margin:0 0 22px;font-size:15px;line-height:20px;color:#5f6c64}
.m b{font-weight:400;color:#34557c}
.b{overflow:hidden;text-align:justify}
.b p{margin:0;min-height:1em}
.b img{max-width:100%!important;height:auto!important;vertical-align:bottom;background:#f3f5f1}
.b section,.b div,.b table{max-width:100%!important}
.b blockquote{margin:0;padding-left:10px;border-left:3px solid #dbdbdb}
.b a{color:#34557c}
.b pre{overflow:auto;white-space:pre-wrap}
.b table{border-collapse:collapse}
.b h1,.b h2,.b h3{line-height:1.4}
.b .embedded,.f{margin:12px 0;padding:14px;border-radius:8px;background:#f3f5f1;color:#4a5750;font-size:15px;text-align:center}
.f{margin-top:30vh;background:none}
</style></head><body><main>
{{if .Failure}}<p class="f">{{.Failure}}</p>{{else -}}
<h1 class="t">{{.Title}}</h1>
<p class="m">{{with .Author}}{{.}} &nbsp; {{end}}<b>{{.Account}}</b> &nbsp; {{.Date}}</p>
{{if .Deleted}}<p class="f">这篇文章在微信里已经删除</p>{{end}}
<div class="b">{{.Body}}</div>
{{end}}</main></body></html>
`))
