package web

import (
	"context"
	"net/http"
	"time"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfReplyRule is a request about one reply rule.
type OfReplyRule struct {
	OfAccount
	ID string `path:"id" maxLength:"64"`
}

// OfConversation is a request about one conversation.
type OfConversation struct {
	OfAccount
	ID string `path:"id" maxLength:"64"`
}

type tried struct {
	Text string     `json:"text" maxLength:"4096" doc:"as a follower would write it"`
	At   *time.Time `json:"at,omitempty" doc:"default now"`
}

func (a *api) replyRuleRoutes() {
	handle(a, route{id: "list-reply-rules", method: http.MethodGet, path: "/accounts/{app_id}/reply-rules",
		summary: "All reply rules in the order in which they are asked, and which of them clash"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.ReplyRules], error) {
			return answer(a.desk.ReplyRules.All(ctx, who, in.AppID))
		})
	handle(a, route{id: "create-reply-rule", method: http.MethodPost, path: "/accounts/{app_id}/reply-rules", status: http.StatusCreated,
		summary: "Add a reply rule", maxBody: maxRepliesBody},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.ReplyRuleForm
		}) (*output[tuwen.ReplyRule], error) {
			return answer(a.desk.ReplyRules.Create(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "try-reply-rules", method: http.MethodPost, path: "/accounts/{app_id}/reply-rules/try", needs: tuwen.Viewer,
		summary: "What a text would be answered with and what each rule makes of it; nothing is sent"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body tried
		}) (*output[tuwen.Trial], error) {
			return answer(a.desk.ReplyRules.Try(ctx, who, in.AppID, in.Body.Text, in.Body.At))
		})
	handle(a, route{id: "get-reply-rule", method: http.MethodGet, path: "/accounts/{app_id}/reply-rules/{id}", summary: "One reply rule"},
		func(ctx context.Context, who tuwen.Actor, in *OfReplyRule) (*output[tuwen.ReplyRule], error) {
			return answer(a.desk.ReplyRules.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "change-reply-rule", method: http.MethodPut, path: "/accounts/{app_id}/reply-rules/{id}",
		summary: "Replace a reply rule; 409 where it changed after the updated_at that is given", maxBody: maxRepliesBody},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfReplyRule
			Body desk.ReplyRuleForm
		}) (*output[tuwen.ReplyRule], error) {
			return answer(a.desk.ReplyRules.Change(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "delete-reply-rule", method: http.MethodDelete, path: "/accounts/{app_id}/reply-rules/{id}", summary: "Remove a reply rule"},
		func(ctx context.Context, who tuwen.Actor, in *OfReplyRule) (*nothing, error) {
			return nil, a.desk.ReplyRules.Delete(ctx, who, in.AppID, in.ID)
		})
	handle(a, route{id: "activate-reply-rule", method: http.MethodPost, path: "/accounts/{app_id}/reply-rules/{id}/activate",
		summary: "Let a reply rule answer"},
		func(ctx context.Context, who tuwen.Actor, in *OfReplyRule) (*output[tuwen.ReplyRule], error) {
			return answer(a.desk.ReplyRules.Activate(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "deactivate-reply-rule", method: http.MethodPost, path: "/accounts/{app_id}/reply-rules/{id}/deactivate",
		summary: "Keep a reply rule from answering"},
		func(ctx context.Context, who tuwen.Actor, in *OfReplyRule) (*output[tuwen.ReplyRule], error) {
			return answer(a.desk.ReplyRules.Deactivate(ctx, who, in.AppID, in.ID))
		})
}

func (a *api) conversationRoutes() {
	handle(a, route{id: "list-conversations", method: http.MethodGet, path: "/accounts/{app_id}/conversations",
		summary: "All conversations 菜单会话, the oldest first"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Page[tuwen.Conversation]], error) {
			return whole(a.desk.Conversations.All(ctx, who, in.AppID))
		})
	handle(a, route{id: "create-conversation", method: http.MethodPost, path: "/accounts/{app_id}/conversations", status: http.StatusCreated,
		summary: "Add a conversation", maxBody: maxRepliesBody},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.ConversationForm
		}) (*output[tuwen.Conversation], error) {
			return answer(a.desk.Conversations.Create(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "get-conversation", method: http.MethodGet, path: "/accounts/{app_id}/conversations/{id}", summary: "One conversation"},
		func(ctx context.Context, who tuwen.Actor, in *OfConversation) (*output[tuwen.Conversation], error) {
			return answer(a.desk.Conversations.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "change-conversation", method: http.MethodPut, path: "/accounts/{app_id}/conversations/{id}",
		summary: "Replace a conversation; 409 where it changed after the updated_at that is given", maxBody: maxRepliesBody},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfConversation
			Body desk.ConversationForm
		}) (*output[tuwen.Conversation], error) {
			return answer(a.desk.Conversations.Change(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "delete-conversation", method: http.MethodDelete, path: "/accounts/{app_id}/conversations/{id}",
		summary: "Remove a conversation; 409 names what leads to it"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfConversation
			Force bool `query:"force" doc:"also while something active leads to it: the fallback text answers then"`
		}) (*nothing, error) {
			return nil, a.desk.Conversations.Delete(ctx, who, in.AppID, in.ID, in.Force)
		})
}

func (a *api) replyPictureRoutes() {
	handle(a, route{id: "list-reply-pictures", method: http.MethodGet, path: "/accounts/{app_id}/reply-pictures",
		summary: "The pictures that were uploaded for replies, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Page[tuwen.Picture]], error) {
			all, err := a.desk.ReplyPictures.All(ctx, who, in.AppID)
			for i := range all {
				all[i].URL = picturePath(in.AppID, all[i].URL)
			}
			return whole(all, err)
		})
	handle(a, route{id: "add-reply-picture", method: http.MethodPost, path: "/accounts/{app_id}/reply-pictures", status: http.StatusCreated,
		summary: "Upload a picture for replies to WeChat: the file itself as the body, a PNG, JPEG, GIF or BMP of at most 10 MB", maxBody: tuwen.MaxPicture},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Name    string `query:"name" maxLength:"200" doc:"of the file"`
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*output[tuwen.Picture], error) {
			p, err := a.desk.ReplyPictures.Add(ctx, who, in.AppID, in.Name, in.RawBody)
			p.URL = picturePath(in.AppID, p.URL)
			return answer(p, err)
		})
	handle(a, route{id: "delete-reply-picture", method: http.MethodDelete, path: "/accounts/{app_id}/reply-pictures/{id}",
		summary: "Remove a picture here; WeChat keeps it; 409 names what answers with it"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			ID string `path:"id" maxLength:"64"`
		}) (*nothing, error) {
			return nil, a.desk.ReplyPictures.Delete(ctx, who, in.AppID, in.ID)
		})
}

func (a *api) autoReplyRoutes() {
	handle(a, route{id: "get-auto-replies", method: http.MethodGet, path: "/accounts/{app_id}/auto-replies",
		summary: "What is still set on mp.weixin.qq.com itself, read from WeChat and kept for five minutes"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Refresh bool `query:"refresh" doc:"read at once"`
		}) (*output[tuwen.AutoReplies], error) {
			return answer(a.desk.AutoReplies.Read(ctx, who, in.AppID, in.Refresh))
		})
	handle(a, route{id: "import-auto-replies", method: http.MethodPost, path: "/accounts/{app_id}/auto-replies/import",
		summary: "Take over as reply rules what is set on mp.weixin.qq.com; what cannot be taken over is named"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Takeover], error) {
			return answer(a.desk.AutoReplies.Import(ctx, who, in.AppID))
		})
}
