package web

import (
	"context"
	"net/http"
	"time"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfContact is a request about one contact.
type OfContact struct {
	OfAccount
	OpenID string `path:"openid" maxLength:"64"`
}

// ContactFilter are the parameters that choose contacts.
type ContactFilter struct {
	Q              string    `query:"q" maxLength:"100" doc:"the beginning of an openid, or part of a remark"`
	Followed       string    `query:"followed" enum:"true,false"`
	TagIDs         []int     `query:"tag_ids" maxItems:"20" doc:"who has all of them"`
	FollowedAfter  time.Time `query:"followed_after"`
	FollowedBefore time.Time `query:"followed_before"`
	SeenAfter      time.Time `query:"seen_after"`
	FollowScene    string    `query:"follow_scene" maxLength:"60" example:"ADD_SCENE_QR_CODE"`
	FollowedBy     string    `query:"followed_by" maxLength:"64" doc:"scene of a QR code"`
}

func (f *ContactFilter) query(p Paging) desk.ContactQuery {
	return desk.ContactQuery{
		Q: f.Q, Followed: threeState(f.Followed), TagIDs: f.TagIDs, FollowedAfter: f.FollowedAfter, FollowedBefore: f.FollowedBefore,
		SeenAfter: f.SeenAfter, FollowScene: f.FollowScene, FollowedBy: f.FollowedBy, Limit: p.Limit, Cursor: p.Cursor,
	}
}

// Counted is how many there are.
type Counted struct {
	Count int `json:"count"`
}

type remarkText struct {
	Remark string `json:"remark" maxLength:"100" doc:"less than 30 bytes; empty removes it"`
}

type tagName struct {
	Name string `json:"name" maxLength:"100" doc:"1 to 30 characters"`
}

func (a *api) contactRoutes() {
	handle(a, route{id: "list-contacts", method: http.MethodGet, path: "/accounts/{app_id}/contacts",
		summary: "Followers, and who wrote; who followed last first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
			ContactFilter
		}) (*output[tuwen.Page[tuwen.Contact]], error) {
			return answer(a.desk.Contacts.List(ctx, who, in.AppID, in.query(in.Paging)))
		})
	handle(a, route{id: "count-contacts", method: http.MethodGet, path: "/accounts/{app_id}/contacts/count",
		summary: "How many contacts the filters let through, exactly"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			ContactFilter
		}) (*output[Counted], error) {
			n, err := a.desk.Contacts.Count(ctx, who, in.AppID, in.query(Paging{}))
			return answer(Counted{n}, err)
		})
	handle(a, route{id: "get-contact", method: http.MethodGet, path: "/accounts/{app_id}/contacts/{openid}", summary: "One contact"},
		func(ctx context.Context, who tuwen.Actor, in *OfContact) (*output[tuwen.Contact], error) {
			return answer(a.desk.Contacts.ByID(ctx, who, in.AppID, in.OpenID))
		})
	handle(a, route{id: "change-contact", method: http.MethodPatch, path: "/accounts/{app_id}/contacts/{openid}",
		summary: "Write the remark of a contact, at WeChat and here"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfContact
			Body remarkText
		}) (*output[tuwen.Contact], error) {
			return answer(a.desk.Contacts.SetRemark(ctx, who, in.AppID, in.OpenID, in.Body.Remark))
		})
	handle(a, route{id: "get-timeline", method: http.MethodGet, path: "/accounts/{app_id}/contacts/{openid}/timeline",
		summary: "What a contact did and was sent, newest first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfContact
			Paging
		}) (*output[tuwen.Page[tuwen.Moment]], error) {
			return answer(a.desk.Contacts.Timeline(ctx, who, in.AppID, in.OpenID, in.Limit, in.Cursor))
		})
}

// TaggingForm says who gets a tag, or loses it: openids, or a filter.
type TaggingForm struct {
	TagID   int            `json:"tag_id"`
	OpenIDs []string       `json:"openids,omitempty" maxItems:"1000"`
	Filter  *TaggingFilter `json:"filter,omitempty" doc:"all followers it lets through, 100,000 at the most"`
}

// TaggingFilter chooses contacts as the list does; empty fields let everybody
// through.
type TaggingFilter struct {
	Q              string     `json:"q,omitempty" maxLength:"100"`
	TagIDs         []int      `json:"tag_ids,omitempty" maxItems:"20"`
	FollowedAfter  *time.Time `json:"followed_after,omitempty"`
	FollowedBefore *time.Time `json:"followed_before,omitempty"`
	SeenAfter      *time.Time `json:"seen_after,omitempty"`
	FollowScene    string     `json:"follow_scene,omitempty" maxLength:"60"`
	FollowedBy     string     `json:"followed_by,omitempty" maxLength:"64"`
}

func (f *TaggingForm) tagging() desk.Tagging {
	t := desk.Tagging{TagID: f.TagID, OpenIDs: f.OpenIDs}
	if f.Filter != nil {
		t.Filter = &desk.ContactQuery{Q: f.Filter.Q, TagIDs: f.Filter.TagIDs, FollowScene: f.Filter.FollowScene, FollowedBy: f.Filter.FollowedBy}
		for to, from := range map[*time.Time]*time.Time{
			&t.Filter.FollowedAfter: f.Filter.FollowedAfter, &t.Filter.FollowedBefore: f.Filter.FollowedBefore, &t.Filter.SeenAfter: f.Filter.SeenAfter,
		} {
			if from != nil {
				*to = *from
			}
		}
	}
	return t
}

// taggingRequest is a request to change tags.
type taggingRequest struct {
	OfAccount
	Body TaggingForm
}

func (a *api) taggingRoutes() {
	handle(a, route{id: "tag-contacts", method: http.MethodPost, path: "/accounts/{app_id}/contacts/tag", status: http.StatusAccepted,
		summary: "Give contacts a tag, in the background; answers how many that will be"},
		func(ctx context.Context, who tuwen.Actor, in *taggingRequest) (*output[Counted], error) {
			n, err := a.desk.Contacts.Tag(ctx, who, in.AppID, in.Body.tagging())
			return answer(Counted{n}, err)
		})
	handle(a, route{id: "untag-contacts", method: http.MethodPost, path: "/accounts/{app_id}/contacts/untag", status: http.StatusAccepted,
		summary: "Take a tag from contacts, in the background; answers how many that will be"},
		func(ctx context.Context, who tuwen.Actor, in *taggingRequest) (*output[Counted], error) {
			n, err := a.desk.Contacts.Untag(ctx, who, in.AppID, in.Body.tagging())
			return answer(Counted{n}, err)
		})
	handle(a, route{id: "get-tagging", method: http.MethodGet, path: "/accounts/{app_id}/contacts/tagging",
		summary: "How many tag changes WeChat has not done yet, and how many it refused"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.TaggingState], error) {
			return answer(a.desk.Contacts.Tagging(ctx, who, in.AppID))
		})
	handle(a, route{id: "list-tagging-failures", method: http.MethodGet, path: "/accounts/{app_id}/contacts/tagging/failures",
		summary: "The tag changes that WeChat refused, each with its reason"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Paging
		}) (*output[tuwen.Page[tuwen.TagChange]], error) {
			return answer(a.desk.Contacts.TaggingFailures(ctx, who, in.AppID, in.Limit, in.Cursor))
		})
	handle(a, route{id: "retry-tagging", method: http.MethodPost, path: "/accounts/{app_id}/contacts/tagging/retry",
		summary: "Try the refused tag changes once more; answers how many those are"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[Counted], error) {
			n, err := a.desk.Contacts.RetryTagging(ctx, who, in.AppID)
			return answer(Counted{n}, err)
		})
	handle(a, route{id: "forget-tagging", method: http.MethodPost, path: "/accounts/{app_id}/contacts/tagging/forget",
		summary: "Drop the refused tag changes; answers how many those were"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[Counted], error) {
			n, err := a.desk.Contacts.ForgetTagging(ctx, who, in.AppID)
			return answer(Counted{n}, err)
		})
}

// OfTag is a request about one tag.
type OfTag struct {
	OfAccount
	ID int `path:"id" minimum:"0"`
}

func (a *api) tagRoutes() {
	handle(a, route{id: "list-tags", method: http.MethodGet, path: "/accounts/{app_id}/tags",
		summary: "The tags as WeChat last told them; refresh asks WeChat and needs an operator"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Refresh bool `query:"refresh" doc:"ask WeChat"`
		}) (*output[tuwen.TagSheet], error) {
			return answer(a.desk.Tags.All(ctx, who, in.AppID, in.Refresh))
		})
	handle(a, route{id: "create-tag", method: http.MethodPost, path: "/accounts/{app_id}/tags", status: http.StatusCreated,
		summary: "Make a tag, at WeChat and here"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body tagName
		}) (*output[tuwen.Tag], error) {
			return answer(a.desk.Tags.Create(ctx, who, in.AppID, in.Body.Name))
		})
	handle(a, route{id: "rename-tag", method: http.MethodPut, path: "/accounts/{app_id}/tags/{id}",
		summary: "Give a tag another name, at WeChat and here"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfTag
			Body tagName
		}) (*output[tuwen.Tag], error) {
			return answer(a.desk.Tags.Rename(ctx, who, in.AppID, in.ID, in.Body.Name))
		})
	handle(a, route{id: "delete-tag", method: http.MethodDelete, path: "/accounts/{app_id}/tags/{id}",
		summary: "Delete a tag, at WeChat and here, and take it from everybody; 409 names the QR codes that give it"},
		func(ctx context.Context, who tuwen.Actor, in *OfTag) (*nothing, error) {
			return nil, a.desk.Tags.Delete(ctx, who, in.AppID, in.ID)
		})
}
