package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func (a *api) menuRoutes() {
	handle(a, route{id: "get-menu", method: http.MethodGet, path: "/accounts/{app_id}/menu",
		summary: "The menu: its draft with what is wrong with it, the live one, what publishing would change, and what WeChat has, kept for five minutes"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Refresh bool `query:"refresh" doc:"read WeChat at once"`
		}) (*output[tuwen.MenuState], error) {
			return answer(a.desk.Menus.State(ctx, who, in.AppID, in.Refresh))
		})
	handle(a, route{id: "change-menu", method: http.MethodPut, path: "/accounts/{app_id}/menu",
		summary: "Replace the draft of the menu, which may be unfinished; 409 where it changed after the updated_at that is given", maxBody: maxRepliesBody},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.MenuForm
		}) (*output[tuwen.MenuState], error) {
			return answer(a.desk.Menus.Change(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "plan-menu", method: http.MethodGet, path: "/accounts/{app_id}/menu/publish",
		summary: "What publishing the draft would change, for how many, and what stands in its way; WeChat is read at once"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.MenuPlan], error) {
			return answer(a.desk.Menus.Plan(ctx, who, in.AppID))
		})
	handle(a, route{id: "publish-menu", method: http.MethodPost, path: "/accounts/{app_id}/menu/publish",
		summary: "Make the draft the menu that followers see. 422 with all problems as related, 409 menu.elsewhere where somebody changed WeChat's; where WeChat refuses all stays as it was"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.MenuPublish
		}) (*output[tuwen.MenuState], error) {
			return answer(a.desk.Menus.Publish(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "import-menu", method: http.MethodPost, path: "/accounts/{app_id}/menu/import",
		summary: "Make what WeChat has the draft, also what was made on mp.weixin.qq.com; do it before pushes are switched on"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.MenuState], error) {
			return answer(a.desk.Menus.Import(ctx, who, in.AppID))
		})
	handle(a, route{id: "remove-menu", method: http.MethodPost, path: "/accounts/{app_id}/menu/remove",
		summary: "Take the menu away from followers, with all conditional menus; the draft stays. 409 menu.elsewhere where somebody changed WeChat's"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.MenuRemoval
		}) (*output[tuwen.MenuState], error) {
			return answer(a.desk.Menus.Remove(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "list-menu-versions", method: http.MethodGet, path: "/accounts/{app_id}/menu/versions",
		summary: "The menus that were live, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
		}) (*output[tuwen.Page[tuwen.MenuVersion]], error) {
			return answer(a.desk.Menus.Versions(ctx, who, in.AppID, in.Limit, in.Cursor))
		})
	handle(a, route{id: "restore-menu-version", method: http.MethodPost, path: "/accounts/{app_id}/menu/versions/{id}/restore",
		summary: "Make a menu that was live the draft again, to be published"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			ID string `path:"id" maxLength:"64"`
		}) (*output[tuwen.MenuState], error) {
			return answer(a.desk.Menus.Restore(ctx, who, in.AppID, in.ID))
		})
}
