package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// AccountView is an account with the address that WeChat's pushes go to.
type AccountView struct {
	tuwen.Account
	CallbackURL string `json:"callback_url" doc:"to be pasted into WeChat's page 消息推送配置"`
}

func (a *api) accountView(ctx context.Context) func(tuwen.Account, error) (*output[AccountView], error) {
	return func(acct tuwen.Account, err error) (*output[AccountView], error) {
		return answer(AccountView{Account: acct, CallbackURL: a.link.callback(ctx, acct.AppID)}, err)
	}
}

func (a *api) accountRoutes() {
	handle(a, route{id: "list-accounts", method: http.MethodGet, path: "/accounts", summary: "All connected accounts"},
		func(ctx context.Context, who tuwen.Actor, _ *none) (*output[tuwen.Page[AccountView]], error) {
			accounts, err := a.desk.Accounts.All(ctx, who)
			views := make([]AccountView, len(accounts))
			for i, acct := range accounts {
				views[i] = AccountView{Account: acct, CallbackURL: a.link.callback(ctx, acct.AppID)}
			}
			return whole(views, err)
		})
	handle(a, route{id: "create-account", method: http.MethodPost, path: "/accounts", needs: tuwen.Admin, status: http.StatusCreated,
		summary: "Connect an account"},
		func(ctx context.Context, who tuwen.Actor, in *struct{ Body desk.NewAccount }) (*output[AccountView], error) {
			return a.accountView(ctx)(a.desk.Accounts.Create(ctx, who, in.Body))
		})
	handle(a, route{id: "get-account", method: http.MethodGet, path: "/accounts/{app_id}", summary: "One account"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[AccountView], error) {
			return a.accountView(ctx)(a.desk.Accounts.ByID(ctx, who, in.AppID))
		})
	handle(a, route{id: "change-account", method: http.MethodPatch, path: "/accounts/{app_id}", needs: tuwen.Admin,
		summary: "Change an account's settings or secrets"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.AccountChange
		}) (*output[AccountView], error) {
			return a.accountView(ctx)(a.desk.Accounts.Change(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "delete-account", method: http.MethodDelete, path: "/accounts/{app_id}", needs: tuwen.Admin,
		summary: "Disconnect an account and remove everything of it here; WeChat is untouched"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*nothing, error) {
			return nil, a.desk.Accounts.Delete(ctx, who, in.AppID)
		})
	handle(a, route{id: "diagnose-account", method: http.MethodPost, path: "/accounts/{app_id}/diagnosis",
		summary: "Try out what the account can do right now; each failure with its cure"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Diagnosis], error) {
			return answer(a.desk.Accounts.Diagnose(ctx, who, in.AppID))
		})
	handle(a, route{id: "get-pushes", method: http.MethodGet, path: "/accounts/{app_id}/pushes",
		summary: "Whether WeChat's pushes arrive at the callback address, and what of them was refused; makes no call to WeChat"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Pushes], error) {
			return answer(a.desk.Accounts.Pushes(ctx, who, in.AppID))
		})
	handle(a, route{id: "get-access-token", method: http.MethodGet, path: "/accounts/{app_id}/access-token", needs: tuwen.Admin,
		summary: "Hand the account's access token to another system: an administrator's API token only, audited"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.HandedToken], error) {
			return answer(a.desk.Accounts.AccessToken(ctx, who, in.AppID))
		})
	handle(a, route{id: "get-overview", method: http.MethodGet, path: "/accounts/{app_id}/overview",
		summary: "What the first screen tells of an account; makes no call to WeChat"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Overview], error) {
			o, err := a.desk.Overview.Of(ctx, who, in.AppID)
			a.link.covers(in.AppID, o.Newest)
			return answer(o, err)
		})
}

func (a *api) quotaRoutes() {
	handle(a, route{id: "list-quotas", method: http.MethodGet, path: "/accounts/{app_id}/quotas",
		summary: "What is left today of each interface; refresh asks WeChat"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Refresh bool `query:"refresh"`
		}) (*output[tuwen.QuotaSheet], error) {
			return answer(a.desk.Quotas.Of(ctx, who, in.AppID, in.Refresh))
		})
	handle(a, route{id: "clear-quotas", method: http.MethodPost, path: "/accounts/{app_id}/quotas/clear", needs: tuwen.Admin,
		summary: "Reset today's counters of all interfaces at WeChat 清零, ten times a month"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.QuotaSheet], error) {
			return answer(a.desk.Quotas.Clear(ctx, who, in.AppID))
		})
}
