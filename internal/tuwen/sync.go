package tuwen

import "time"

// PageSize is how many items WeChat lists on a page at the most.
const PageSize = 20

// SyncMode is what a run reads, and how.
type SyncMode string

// The modes: the history 全量 or 增量 (a single item is fetched without a
// run), and the followers 粉丝.
const (
	Full        SyncMode = "full"
	Incremental SyncMode = "incremental"
	Followers   SyncMode = "followers"
)

// SyncPhase is what a run of the followers is at.
type SyncPhase string

// The phases, in their order: the account's tags; who follows; what WeChat
// tells of each, and who of those known here follows no more.
const (
	PhaseTags    SyncPhase = "tags"
	PhaseList    SyncPhase = "list"
	PhaseDetails SyncPhase = "details"
)

// SyncState is where a run stands.
//
//	queued → running ⇄ paused → running
//	running → finished | failed | canceled; queued, paused → canceled
//	failed → running (resumed by an operator, at its checkpoint)
type SyncState string

// The states.
const (
	SyncQueued   SyncState = "queued"
	SyncRunning  SyncState = "running"
	SyncPaused   SyncState = "paused"
	SyncFinished SyncState = "finished"
	SyncFailed   SyncState = "failed"
	SyncCanceled SyncState = "canceled"
)

// Active reports whether the run occupies its account: one that does stands
// in the way of a second.
func (s SyncState) Active() bool { return s == SyncQueued || s == SyncRunning || s == SyncPaused }

// SyncRun is one synchronization of an account's history or followers. Times
// that have not come are null.
type SyncRun struct {
	ID        string    `json:"id"`
	AppID     string    `json:"app_id"`
	Mode      SyncMode  `json:"mode" enum:"full,incremental,followers"`
	State     SyncState `json:"state" enum:"queued,running,paused,finished,failed,canceled"`
	Phase     SyncPhase `json:"phase,omitempty" enum:"tags,list,details" doc:"of a run of the followers"`
	Total     int       `json:"total" doc:"items or followers at WeChat, as its pages say"`
	Fetched   int       `json:"fetched" doc:"different items, or followers of the list, seen so far"`
	Detailed  int       `json:"detailed" doc:"followers of whom tags, remark and origin were asked so far"`
	Added     int       `json:"added"`
	Updated   int       `json:"updated"`
	Restored  int       `json:"restored" doc:"deleted here, and back by this full run"`
	Unchanged int       `json:"unchanged"`
	Gone      int       `json:"gone" doc:"found to be no longer at WeChat; of followers, erased here"`
	Calls     int       `json:"calls" doc:"calls to WeChat this run has spent"`
	// Sweep counts the passes over the list, from 1; a run that finds the
	// list moving sweeps again, three times at the most.
	Sweep      int        `json:"sweep"`
	QuotaLeft  *int       `json:"quota_left" doc:"calls left today of what is being asked, null while unknown"`
	ETASeconds *int       `json:"eta_seconds" doc:"null while not yet known"`
	PausedFor  string     `json:"paused_for,omitempty" doc:"why it is paused: operator, quota, minute, retry, waiting"`
	ResumeAt   *time.Time `json:"resume_at" doc:"when a paused run goes on by itself"`
	// Advice is a code of the locales on a finished run: list_moving (the
	// list never stood still, nothing was marked gone), count_differs (an
	// incremental run; sync fully), empty.
	Advice      string     `json:"advice,omitempty"`
	AcceptPause bool       `json:"accept_pause"`
	StartedBy   string     `json:"started_by"`
	CreatedAt   time.Time  `json:"created_at"`
	StartedAt   *time.Time `json:"started_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
	FinishedAt  *time.Time `json:"finished_at"`
	Error       *Problem   `json:"error"`

	// Checkpoint is the sweep's own state, opaque outside package mirror.
	Checkpoint []byte `json:"-"`
}

// SyncPlan is the cost of a run, told before it is started.
type SyncPlan struct {
	Mode    SyncMode `json:"mode" enum:"full,incremental,followers"`
	Items   int      `json:"items" doc:"in the history, or followers, at WeChat"`
	Calls   int      `json:"calls" doc:"the run will need, about"`
	Limit   int      `json:"limit" doc:"a day, of the interface that has the least to spare; 0 while WeChat has not told"`
	Left    int      `json:"left" doc:"calls left today"`
	Reserve int      `json:"reserve" doc:"calls of the day's limit kept for people"`
	Minutes int      `json:"minutes" doc:"the run will take, about"`
	// Suffices tells that the calls fit into what is left above the reserve;
	// else the run must be started with accept_pause.
	Suffices bool `json:"suffices"`
	// ResetsAt is the next Beijing midnight.
	ResetsAt time.Time `json:"resets_at"`
	// LastFull, LastIncremental and LastFollowers are the last finished runs.
	LastFull        *time.Time `json:"last_full"`
	LastIncremental *time.Time `json:"last_incremental"`
	LastFollowers   *time.Time `json:"last_followers"`
}

// ReservePercent is the share of a day's limit that jobs leave for people.
const ReservePercent = 20

// Reserve returns how many calls of a daily limit are kept for people.
func Reserve(limit int) int { return limit * ReservePercent / 100 }

// Pages returns how many list calls n items need, one for an empty list.
func Pages(n int) int { return max(1, (n+PageSize-1)/PageSize) }
