package sandbox

import (
	"errors"
	"math/rand/v2"
	"slices"
	"time"
)

// sampleTags are the tags of a lifestyle brand, each with how many in a hundred
// of the latest followers have it.
var sampleTags = []struct {
	name string
	of   int
}{{"门店会员", 34}, {"老客复购", 18}, {"新品尝鲜", 22}, {"北方城市", 27}, {"企业团购", 5}}

var sampleRemarks = []string{"静安店 常客", "爱喝岩茶", "团购 40 份", "讲座来的", "孕期 少推茶", "老街坊"}

// sampleTagged is how many of the latest followers may have tags.
const sampleTagged = 600

// sowFollowers makes sample.Followers, with the tags where the account has none
// of its own. The caller holds a.mu.
func (a *account) sowFollowers(sample Sample, now time.Time) error {
	if sample.Followers <= 0 {
		return nil
	}
	if a.roster.Bulk+sample.Followers > maxBulk {
		return errors.New("too many followers")
	}
	a.roster.grow(sample.Followers, a.settings.CreatedAt, now)
	var ids []int
	for _, t := range sampleTags {
		at := slices.IndexFunc(a.tags, func(had tag) bool { return had.Name == t.name })
		if at < 0 {
			a.lastTag = max(a.lastTag, firstTag-1) + 1
			a.tags = append(a.tags, tag{a.lastTag, t.name})
			at = len(a.tags) - 1
		}
		ids = append(ids, a.tags[at].ID)
	}
	d := digestOf("followers", a.appID, sample.Seed)
	r := rand.New(rand.NewPCG(number(d[:8]), number(d[8:16])))
	for place := max(0, a.roster.Bulk-min(sample.Followers, sampleTagged)); place < a.roster.Bulk; place++ {
		var tags []int
		for i, t := range sampleTags {
			if r.IntN(100) < t.of {
				tags = append(tags, ids[i])
			}
		}
		remarked := r.IntN(40) == 0
		if len(tags) == 0 && !remarked {
			continue
		}
		f, err := a.roster.hold(bulkID(a.appID, place))
		if err != nil {
			return err
		}
		f.Tags = tags
		if remarked {
			f.Remark = sampleRemarks[r.IntN(len(sampleRemarks))]
		}
	}
	return nil
}
