package web

import (
	"context"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// OfJourney is a request about one journey.
type OfJourney struct {
	OfAccount
	ID string `path:"id" maxLength:"64"`
}

const (
	journeys   = "/accounts/{app_id}/journeys"
	journeyOne = journeys + "/{id}"
)

// maxJourneyBody holds a graph of as many steps as there may be, of the
// longest texts.
const maxJourneyBody = 2 << 20

func (a *api) journeyRoutes() {
	handle(a, route{id: "list-journeys", method: http.MethodGet, path: journeys,
		summary: "All journeys 客户旅程, those made last first, without their steps"},
		func(ctx context.Context, who tuwen.Actor, in *OfAccount) (*output[tuwen.Page[tuwen.Journey]], error) {
			return whole(a.desk.Journeys.All(ctx, who, in.AppID))
		})
	handle(a, route{id: "create-journey", method: http.MethodPost, path: journeys, status: http.StatusCreated,
		summary: "Make a journey, empty or from a template; nobody enters it before it is started"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Body desk.NewJourney
		}) (*output[tuwen.Journey], error) {
			return answer(a.desk.Journeys.Create(ctx, who, in.AppID, in.Body))
		})
	handle(a, route{id: "list-journey-templates", method: http.MethodGet, path: journeys + "/templates",
		summary: "What a journey can be made from"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			Language tuwen.Language `query:"language" enum:"zh-CN,en" default:"zh-CN" doc:"of the names"`
		}) (*output[tuwen.Page[tuwen.JourneyTemplate]], error) {
			return whole(a.desk.Journeys.Templates(ctx, who, in.AppID, in.Language))
		})
	handle(a, route{id: "get-journey", method: http.MethodGet, path: journeyOne,
		summary: "One journey, with what is wrong with it and whether its messages can be delivered"},
		func(ctx context.Context, who tuwen.Actor, in *OfJourney) (*output[tuwen.Journey], error) {
			return answer(a.desk.Journeys.ByID(ctx, who, in.AppID, in.ID))
		})
	handle(a, route{id: "change-journey", method: http.MethodPut, path: journeyOne, maxBody: maxJourneyBody,
		summary: "Replace the name and the graph that is being edited, finished or not; 409 where it was edited after that revision"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			Body desk.JourneyForm
		}) (*output[tuwen.Journey], error) {
			return answer(a.desk.Journeys.Change(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "delete-journey", method: http.MethodDelete, path: journeyOne,
		summary: "Delete a journey that does not run, with its report; 409 while it runs or is paused"},
		func(ctx context.Context, who tuwen.Actor, in *OfJourney) (*nothing, error) {
			return nil, a.desk.Journeys.Delete(ctx, who, in.AppID, in.ID)
		})
	a.journeyActs()
}

// journeyActs are what is done to a journey besides editing it.
func (a *api) journeyActs() {
	for _, act := range []struct {
		verb, summary string
		status        int
		do            func(context.Context, tuwen.Actor, string, string) (tuwen.Journey, error)
	}{
		{"start", "Let people enter, on what was edited last; 409 journey.problems where it cannot start", 0, a.desk.Journeys.Start},
		{"pause", "Let nobody enter; who is inside stays where they are", 0, a.desk.Journeys.Pause},
		{"resume", "Let people enter and go on after a pause", 0, a.desk.Journeys.Resume},
		{"stop", "Let nobody enter, and take out who is inside", 0, a.desk.Journeys.Stop},
		{"copy", "Make another journey of what is being edited", http.StatusCreated, a.desk.Journeys.Copy},
		{"discard", "Go on editing at what new people enter; what was edited since is gone", 0, a.desk.Journeys.Discard},
	} {
		handle(a, route{id: act.verb + "-journey", method: http.MethodPost, path: journeyOne + "/" + act.verb, summary: act.summary, status: act.status},
			func(ctx context.Context, who tuwen.Actor, in *OfJourney) (*output[tuwen.Journey], error) {
				return answer(act.do(ctx, who, in.AppID, in.ID))
			})
	}
}

func (a *api) enrollmentRoutes() {
	handle(a, route{id: "enroll-in-journey", method: http.MethodPost, path: journeyOne + "/enroll", status: http.StatusCreated,
		summary: "Let a contact enter: a running journey whose trigger is this call, or, to try it, any that could start"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			Body desk.NewEnrollment
		}) (*output[tuwen.Enrollment], error) {
			return answer(a.desk.Enrollments.Enroll(ctx, who, in.AppID, in.ID, in.Body))
		})
	handle(a, route{id: "get-journey-report", method: http.MethodGet, path: journeyOne + "/report",
		summary: "Who entered, is inside, finished and was dropped, by step and day"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			Days int `query:"days" minimum:"1" maximum:"365" default:"30" doc:"up to today, in Beijing"`
		}) (*output[tuwen.JourneyReport], error) {
			return answer(a.desk.Enrollments.Report(ctx, who, in.AppID, in.ID, in.Days))
		})
	handle(a, route{id: "list-enrollments", method: http.MethodGet, path: journeyOne + "/enrollments",
		summary: "The people of a journey, who entered last first"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			Paging
			State tuwen.EnrollmentState `query:"state" enum:"inside,finished,dropped"`
			Step  string                `query:"step" maxLength:"64" doc:"at which they stand, or ended"`
		}) (*output[tuwen.Page[tuwen.Enrollment]], error) {
			return answer(a.desk.Enrollments.List(ctx, who, in.AppID, in.ID, desk.EnrollmentQuery{
				State: in.State, StepID: in.Step, Limit: in.Limit, Cursor: in.Cursor,
			}))
		})
	handle(a, route{id: "get-enrollment", method: http.MethodGet, path: journeyOne + "/enrollments/{enrollment_id}",
		summary: "One contact's way through a journey"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			EnrollmentID string `path:"enrollment_id" maxLength:"64"`
		}) (*output[tuwen.EnrollmentPath], error) {
			return answer(a.desk.Enrollments.ByID(ctx, who, in.AppID, in.ID, in.EnrollmentID))
		})
	handle(a, route{id: "list-webhook-posts", method: http.MethodGet, path: journeyOne + "/webhook-posts",
		summary: "A journey's posts to webhooks, the newest first, with why one was not taken"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			Paging
			States []tuwen.WebhookState `query:"states" enum:"planned,taken,failed" maxItems:"3" doc:"one of these"`
		}) (*output[tuwen.Page[tuwen.WebhookPost]], error) {
			return answer(a.desk.Enrollments.WebhookPosts(ctx, who, in.AppID, in.ID, desk.WebhookQuery{
				States: in.States, Limit: in.Limit, Cursor: in.Cursor,
			}))
		})
	handle(a, route{id: "retry-webhook-post", method: http.MethodPost, path: journeyOne + "/webhook-posts/{post_id}/retry",
		summary: "Make a post that was given up once more, at once and to its step's present address; 409 where it waits or was taken"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfJourney
			PostID string `path:"post_id" maxLength:"64"`
		}) (*output[tuwen.WebhookPost], error) {
			return answer(a.desk.Enrollments.RetryWebhook(ctx, who, in.AppID, in.ID, in.PostID))
		})
}
