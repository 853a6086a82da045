package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/tuwen"
)

type Desk struct {
	Sessions  *Sessions
	Operators *Operators
	Tokens    *Tokens
	Accounts  *Accounts
	Quotas    *Quotas
	Materials *Materials
	Notes     *Notes
	Drafts    *Drafts
	Published *Published
	Syncs     *Syncs
	Audit     *Audit
	Overview  *Overview
}
type (
	Sessions  struct{}
	Operators struct{}
	Tokens    struct{}
	Accounts  struct{}
	Quotas    struct{}
	Materials struct{}
	Notes     struct{}
	Drafts    struct{}
	Published struct{}
	Syncs     struct{}
	Audit     struct{}
	Overview  struct{}
)

func (s *Sessions) SetupNeeded(context.Context) (a bool, err error)                   { return }
func (s *Sessions) SetUp(context.Context, tuwen.Actor, SetUp) (a SignedIn, err error) { return }
func (s *Sessions) SignIn(context.Context, tuwen.Actor, string, string) (a SignedIn, err error) {
	return
}
func (s *Sessions) SignInByCode(context.Context, tuwen.Actor, string) (a SignedIn, err error) { return }
func (s *Sessions) Current(context.Context, tuwen.Actor) (a tuwen.Session, err error)         { return }
func (s *Sessions) Change(context.Context, tuwen.Actor, ProfileChange) (a tuwen.Session, epoch int, err error) {
	return
}
func (s *Sessions) SignOut(context.Context, tuwen.Actor) (err error)                  { return }
func (s *Sessions) SignOutEverywhere(context.Context, tuwen.Actor) (err error)        { return }
func (s *Operators) All(context.Context, tuwen.Actor) (a []tuwen.Operator, err error) { return }
func (s *Operators) Create(context.Context, tuwen.Actor, NewOperator) (a tuwen.Operator, err error) {
	return
}
func (s *Operators) ByID(context.Context, tuwen.Actor, string) (a tuwen.Operator, err error) { return }
func (s *Operators) Change(context.Context, tuwen.Actor, string, OperatorChange) (a tuwen.Operator, err error) {
	return
}
func (s *Operators) EndSessions(context.Context, tuwen.Actor, string) (err error)  { return }
func (s *Tokens) All(context.Context, tuwen.Actor) (a []tuwen.APIToken, err error) { return }
func (s *Tokens) Create(context.Context, tuwen.Actor, string, tuwen.Role) (a tuwen.MadeToken, err error) {
	return
}
func (s *Tokens) Delete(context.Context, tuwen.Actor, string) (err error)           { return }
func (s *Accounts) All(context.Context, tuwen.Actor) (a []tuwen.Account, err error) { return }
func (s *Accounts) Create(context.Context, tuwen.Actor, NewAccount) (a tuwen.Account, err error) {
	return
}
func (s *Accounts) ByID(context.Context, tuwen.Actor, string) (a tuwen.Account, err error) { return }
func (s *Accounts) Change(context.Context, tuwen.Actor, string, AccountChange) (a tuwen.Account, err error) {
	return
}
func (s *Accounts) Delete(context.Context, tuwen.Actor, string) (err error) { return }
func (s *Accounts) Diagnose(context.Context, tuwen.Actor, string) (a tuwen.Diagnosis, err error) {
	return
}
func (s *Accounts) AccessToken(context.Context, tuwen.Actor, string) (a tuwen.HandedToken, err error) {
	return
}
func (s *Quotas) Of(context.Context, tuwen.Actor, string, bool) (a tuwen.QuotaSheet, err error) {
	return
}
func (s *Quotas) Clear(context.Context, tuwen.Actor, string) (a tuwen.QuotaSheet, err error) { return }
func (s *Materials) Choices(context.Context, tuwen.Actor, string, ChoiceQuery) (a tuwen.Choices, err error) {
	return
}
func (s *Materials) History(context.Context, tuwen.Actor, string, HistoryQuery) (a tuwen.HistoryPage, err error) {
	return
}
func (s *Materials) ByID(context.Context, tuwen.Actor, string, string) (a tuwen.Material, err error) {
	return
}
func (s *Materials) Sync(context.Context, tuwen.Actor, string, string) (a tuwen.Material, err error) {
	return
}
func (s *Materials) Delete(context.Context, tuwen.Actor, string, string, bool) (err error) { return }
func (s *Notes) Write(context.Context, tuwen.Actor, string, string, string) (a tuwen.Note, err error) {
	return
}
func (s *Drafts) Read(context.Context, tuwen.Actor, string, bool) (a tuwen.Reading, err error) {
	return
}
func (s *Published) Read(context.Context, tuwen.Actor, string, int, bool) (a tuwen.Reading, err error) {
	return
}
func (s *Syncs) Plan(context.Context, tuwen.Actor, string, tuwen.SyncMode) (a tuwen.SyncPlan, err error) {
	return
}
func (s *Syncs) Start(context.Context, tuwen.Actor, string, tuwen.SyncMode, bool) (a tuwen.SyncRun, err error) {
	return
}
func (s *Syncs) ByID(context.Context, tuwen.Actor, string, string) (a tuwen.SyncRun, err error) {
	return
}
func (s *Syncs) List(context.Context, tuwen.Actor, string, int, string) (a tuwen.Page[tuwen.SyncRun], err error) {
	return
}
func (s *Syncs) Cancel(context.Context, tuwen.Actor, string, string) (a tuwen.SyncRun, err error) {
	return
}
func (s *Syncs) Pause(context.Context, tuwen.Actor, string, string) (a tuwen.SyncRun, err error) {
	return
}
func (s *Syncs) Resume(context.Context, tuwen.Actor, string, string) (a tuwen.SyncRun, err error) {
	return
}
func (s *Audit) List(context.Context, tuwen.Actor, AuditQuery) (a tuwen.Page[tuwen.Entry], err error) {
	return
}
func (s *Overview) Of(context.Context, tuwen.Actor, string) (a tuwen.Overview, err error) { return }
